#include "ui/CommandSearch.h"

#include "ui/CommandMatch.h"
#include "ui/SettingGroup.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kWidth = 560;
constexpr int kTop = 40;
constexpr int kLineHeight = 32;
constexpr int kRowHeight = 30;
constexpr int kRows = 10;
constexpr int kMargin = 10;

enum Role { kIndex = Qt::UserRole, kWhere, kRight };

// The name, where it is found in the note colour, and at the right its keys or why it can't be done.
class CommandDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {0, kRowHeight}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const bool can = index.data(kRight + 1).toBool();
        const bool chosen = option.state & QStyle::State_Selected;
        const QPalette& palette = option.palette;
        if (chosen) {
            painter->fillRect(
                option.rect, palette.brush(can ? QPalette::Normal : QPalette::Disabled, QPalette::Highlight));
        }
        const auto group = can ? QPalette::Normal : QPalette::Disabled;
        const QColor strong = palette.color(group, chosen ? QPalette::HighlightedText : QPalette::Text);
        const QColor quiet = chosen ? strong : palette.color(QPalette::PlaceholderText);
        const QRect line = option.rect.adjusted(kMargin, 0, -kMargin, 0);
        const QFontMetrics metrics(option.font);
        const QString right = index.data(kRight).toString();
        // An advance is rounded: without one pixel more the words would be cut to fit into their own width.
        const int rightWidth = std::min(metrics.horizontalAdvance(right) + 1, line.width() / 2);
        const int room = line.width() - rightWidth - kMargin;
        const QString name = metrics.elidedText(index.data().toString(), Qt::ElideRight, room);
        painter->setFont(option.font);
        painter->setPen(strong);
        painter->drawText(line, Qt::AlignVCenter | Qt::AlignLeft, name);
        const int used = metrics.horizontalAdvance(name) + kMargin;
        painter->setPen(quiet);
        painter->drawText(line.adjusted(used, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                          metrics.elidedText(index.data(kWhere).toString(), Qt::ElideRight, room - used));
        painter->drawText(line, Qt::AlignVCenter | Qt::AlignRight,
                          metrics.elidedText(right, Qt::ElideRight, rightWidth));
    }
};

} // namespace

CommandSearch::CommandSearch(QWidget* window)
    : QFrame(window)
    , m_line(
          named(new QLineEdit, "commandLine", tr("Find a command"),
                tr("A few letters of a command, a setting or a term; the arrow keys choose, Enter does it")))
    , m_list(named(new QListWidget, "commandList", tr("What fits"), tr("Enter, or a click, does it"))) {
    setObjectName("commandSearch");
    setProperty("role", "card");
    m_line->setPlaceholderText(tr("Find a command, a setting or a term"));
    m_line->setFixedHeight(kLineHeight);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    column->addWidget(m_line);
    column->addWidget(m_list);
    m_line->installEventFilter(this);
    m_list->installEventFilter(this);
    window->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &CommandSearch::list);
    connect(m_list, &QListWidget::itemClicked, this, &CommandSearch::run);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (isVisible() && now && !isAncestorOf(now)) {
            hide();
        }
    });
    hide();
}

void CommandSearch::open(std::vector<Command> commands) {
    m_commands = std::move(commands);
    if (!isVisible()) {
        m_focus = QApplication::focusWidget();
    }
    m_line->clear();
    list();
    place();
    show();
    raise();
    m_line->setFocus();
}

void CommandSearch::list() {
    const QString letters = m_line->text();
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        const Command& command = m_commands[i];
        // The name counts before its menu, and what can be done before what can't.
        const auto byName = matchOf(letters, command.name);
        const auto byAll = byName ? byName : matchOf(letters, command.where + ' ' + command.name);
        if (byAll) {
            found.emplace_back(4 * *byAll + (byName ? 2 : 0) + (command.whyNot.isEmpty() ? 1 : 0), i);
        }
    }
    std::ranges::stable_sort(found, std::greater(), &std::pair<int, std::size_t>::first);
    m_list->clear();
    for (const auto& [score, i] : found) {
        const Command& command = m_commands[i];
        auto* item = new QListWidgetItem(command.name, m_list);
        item->setData(kIndex, static_cast<qulonglong>(i));
        item->setData(kWhere, command.where);
        item->setData(kRight, command.whyNot.isEmpty() ? command.keys : command.whyNot);
        item->setData(kRight + 1, command.whyNot.isEmpty());
        item->setData(Qt::AccessibleDescriptionRole, command.where + ' ' + item->data(kRight).toString());
        item->setToolTip(command.whyNot);
    }
    m_list->setCurrentRow(0);
    place();
}

void CommandSearch::place() {
    const int rows = std::clamp(m_list->count(), 1, kRows);
    m_list->setFixedHeight(rows * kRowHeight);
    const int width = std::min(kWidth, parentWidget()->width() - 2 * kTop);
    setGeometry((parentWidget()->width() - width) / 2, kTop, width, sizeHint().height());
}

void CommandSearch::run() {
    const QListWidgetItem* item = m_list->currentItem();
    if (!item) {
        return;
    }
    const Command command = m_commands.at(item->data(kIndex).toULongLong());
    if (command.whyNot.isEmpty()) {
        dismiss();
        command.act();
    }
}

void CommandSearch::dismiss() {
    hide();
    if (m_focus) {
        m_focus->setFocus();
    }
}

void CommandSearch::step(int lines) {
    const int row = std::clamp(m_list->currentRow() + lines, 0, std::max(0, m_list->count() - 1));
    m_list->setCurrentRow(row);
}

bool CommandSearch::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize && isVisible()) {
            place();
        }
        return false;
    }
    if (event->type() != QEvent::KeyPress) {
        return false;
    }
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        step(static_cast<QKeyEvent*>(event)->key() == Qt::Key_Up ? -1 : 1);
        return true;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        step(static_cast<QKeyEvent*>(event)->key() == Qt::Key_PageUp ? -kRows : kRows);
        return true;
    default:
        return false;
    }
}

} // namespace latentscape
