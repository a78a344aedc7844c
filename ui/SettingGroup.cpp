#include "ui/SettingGroup.h"

#include "ui/Card.h"

#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace latentscape {

namespace {

constexpr int kFieldHeight = 28;
constexpr int kLeastLiveField = 80;

QString textOf(const QWidget* editor) {
    if (const auto* combo = qobject_cast<const QComboBox*>(editor)) {
        return combo->currentText();
    }
    if (const auto* box = qobject_cast<const QCheckBox*>(editor)) {
        return box->isChecked() ? SettingGroup::tr("yes") : SettingGroup::tr("no");
    }
    const auto* line = qobject_cast<const QLineEdit*>(editor);
    return line ? line->text() : qobject_cast<const QAbstractSpinBox*>(editor)->text();
}

} // namespace

SettingGroup::SettingGroup(const QString& title, QWidget* parent)
    : SettingGroup(title, kNameWidth, parent) {}

SettingGroup::SettingGroup(const QString& title, int nameWidth, QWidget* parent)
    : QWidget(parent)
    , m_title(title)
    , m_nameWidth(nameWidth)
    , m_header(new QHBoxLayout)
    , m_column(new QVBoxLayout(this))
    , m_rows(new QFormLayout) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(8);
    auto* name = new QLabel(title);
    name->setProperty("role", "title");
    m_header->addWidget(name, 1);
    m_column->addLayout(m_header);
    m_rows->setHorizontalSpacing(4);
    m_rows->setVerticalSpacing(6);
    m_column->addLayout(m_rows);
}

void SettingGroup::addWide(QWidget* widget) {
    m_column->insertWidget(m_column->count() - 1, widget);
}

void SettingGroup::addWideField(QWidget* editor) {
    addField(editor);
    addWide(editor);
}

// The wheel scrolls the column; it changes a setting only where the focus is.
void SettingGroup::guardFromWheel(QWidget* editor) {
    editor->setFocusPolicy(Qt::StrongFocus);
    editor->installEventFilter(this);
}

bool SettingGroup::eventFilter(QObject* watched, QEvent* event) {
    const auto* editor = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::Wheel && !editor->hasFocus()) {
        event->ignore(); // its parents are asked next
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void SettingGroup::addField(QWidget* editor) {
    guardFromWheel(editor);
    editor->setFixedHeight(kFieldHeight);
    m_fields.push_back({editor, nullptr, true});
}

void SettingGroup::addRow(QWidget* editor, Change change) {
    auto* name = new QLabel(editor->accessibleName());
    name->setFixedSize(m_nameWidth, kFieldHeight);
    name->setToolTip(editor->toolTip());
    if (change == Change::BeforeTheRun) {
        addField(editor);
        m_rows->addRow(name, editor);
        showRows();
        return;
    }
    guardFromWheel(editor);
    editor->setFixedHeight(kFieldHeight);
    editor->setMinimumWidth(kLeastLiveField); // the mark needs room, too
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(editor, 1);
    QLabel* mark = makeNote(tr("● live"));
    mark->setToolTip(tr("Can be changed while it runs"));
    mark->hide();
    row->addWidget(mark);
    m_rows->addRow(name, row);
    m_liveRows.push_back({editor, row, mark});
}

QToolButton* SettingGroup::addLink(const char* objectName, const QString& text, const QString& tip,
                                   Change change) {
    QToolButton* link = makeLink(objectName, text, tip);
    m_header->addWidget(link);
    m_links.push_back({link, change == Change::AnyTime});
    return link;
}

void SettingGroup::showLinks() {
    for (const Link& link : m_links) {
        link.button->setVisible(link.always || !m_running);
    }
}

void SettingGroup::setRowVisible(QWidget* editor, bool visible) {
    if (const auto live = std::ranges::find(m_liveRows, editor, &LiveRow::editor); live != m_liveRows.end()) {
        m_rows->setRowVisible(live->row, visible);
        return;
    }
    std::ranges::find(m_fields, editor, &Field::editor)->visible = visible;
    showRows();
}

void SettingGroup::showRows() {
    for (const Field& field : m_fields) {
        QWidget* shown = m_running && field.text ? field.text : field.editor;
        if (m_rows->indexOf(shown) >= 0) {
            m_rows->setRowVisible(shown, field.visible);
        }
    }
}

void SettingGroup::showAsText(Field& field, bool asText) {
    if (!field.text) {
        field.text = new QLabel(this);
        field.text->setFixedHeight(kFieldHeight);
        field.text->setTextFormat(Qt::PlainText);
        field.text->setToolTip(field.editor->toolTip());
    }
    QWidget* from = asText ? field.editor : field.text;
    QWidget* to = asText ? field.text : field.editor;
    delete layout()->replaceWidget(from, to);
    from->hide();
    to->setVisible(field.visible);
}

std::vector<QWidget*> SettingGroup::editors() const {
    std::vector<QWidget*> all;
    for (const Field& field : m_fields) {
        all.push_back(field.editor);
    }
    for (const LiveRow& live : m_liveRows) {
        all.push_back(live.editor);
    }
    return all;
}

QString SettingGroup::whyNotNow(const QWidget* editor) const {
    const auto field = std::ranges::find(m_fields, editor, &Field::editor);
    const bool live = field == m_fields.end();
    if (live ? editor->isHidden() : !field->visible) {
        return tr("has no meaning for this model");
    }
    return m_running && !live ? tr("not while a run goes on") : QString();
}

void SettingGroup::setRunning(bool running) {
    const bool changes = running != m_running;
    m_running = running;
    for (Field& field : m_fields) {
        if (changes) {
            showAsText(field, running);
        }
        if (running) {
            field.text->setText(textOf(field.editor));
        }
    }
    showRows();
    showLinks();
    for (const LiveRow& live : m_liveRows) {
        live.mark->setVisible(running && !live.editor->isHidden());
    }
}

} // namespace latentscape
