#include "ui/TaskPanel.h"

#include "ui/Card.h"
#include "ui/SettingGroup.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace latentscape {

TaskPanel::TaskPanel(const QString& name, const Texts& texts, QWidget* results, QWidget* parent)
    : QWidget(parent)
    , m_choices(new QHBoxLayout)
    , m_hint(new QLabel)
    , m_inside(new QStackedWidget)
    , m_words(makeNote()) {
    const auto nameOf = [&](const char* part) { return (name + QLatin1String(part)).toUtf8(); };
    m_start = named(new QPushButton(texts.start), nameOf("Button"), texts.start, texts.startTip);
    m_start->setProperty("role", "primary");
    m_cancel = named(new QPushButton(tr("Cancel")), nameOf("Cancel"), tr("Cancel"), texts.cancelTip);
    m_progress = named(new QProgressBar, nameOf("Bar"), tr("Progress"), texts.progressTip);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(120, 6);
    m_progress->setRange(0, 1000);
    m_hint->setObjectName(nameOf("Hint"));
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setContentsMargins(120, 0, 120, 60);
    m_words->setObjectName(nameOf("Words"));
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_inside->addWidget(m_hint);
    m_inside->addWidget(results);
    m_choices->setSpacing(16);
    m_choices->addStretch();
    m_choices->addWidget(m_start);
    m_choices->addWidget(m_cancel);
    auto* footer = new QHBoxLayout;
    footer->setSpacing(8);
    footer->addWidget(m_words, 1);
    footer->addWidget(m_progress);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(m_choices);
    column->addWidget(m_inside, 1);
    column->addLayout(footer);
    connect(m_start, &QPushButton::clicked, this, &TaskPanel::started);
    connect(m_cancel, &QPushButton::clicked, this, &TaskPanel::cancelled);
    setBusy(false);
}

QWidget* TaskPanel::addChoice(const QString& name, QWidget* field) {
    auto* pair = new QWidget;
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    if (!name.isEmpty()) {
        QLabel* label = makeNote(name);
        label->setBuddy(field);
        row->addWidget(label);
    }
    row->addWidget(field);
    field->setMinimumHeight(28);
    m_choices->insertWidget(m_choices->count() - 3, pair); // before the stretch and the buttons
    return pair;
}

void TaskPanel::setHint(const QString& words) {
    m_hint->setText(words);
}

void TaskPanel::showResults(bool shown) {
    m_inside->setCurrentIndex(shown ? 1 : 0);
}

void TaskPanel::setCanStart(bool can) {
    m_start->setEnabled(can);
}

bool TaskPanel::canStart() const {
    return m_start->isEnabled();
}

void TaskPanel::setBusy(bool busy) {
    QPushButton* next = busy ? m_cancel : m_start;
    QPushButton* before = busy ? m_start : m_cancel;
    next->show();
    if (before->hasFocus()) {
        next->setFocus();
    }
    before->hide();
    m_progress->setVisible(busy);
}

void TaskPanel::showWords(const QString& words) {
    m_words->setText(words);
}

void TaskPanel::showShare(double share) {
    m_progress->setValue(static_cast<int>(m_progress->maximum() * share));
}

} // namespace latentscape
