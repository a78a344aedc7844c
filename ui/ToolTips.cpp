#include "ui/ToolTips.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QTextDocument>
#include <QToolTip>

namespace latentscape {

namespace {

constexpr int kLongest = 60; // characters that stand well in one line

// Of the widget, or of what lies there in a list or table.
QString toolTipAt(QWidget* widget, const QPoint& place) {
    const auto* view = qobject_cast<QAbstractItemView*>(widget->parentWidget());
    const QString ofItem = view && view->viewport() == widget
                               ? view->indexAt(place).data(Qt::ToolTipRole).toString()
                               : QString();
    return ofItem.isEmpty() ? widget->toolTip() : ofItem;
}

} // namespace

ToolTips::ToolTips(QObject* application)
    : QObject(application) {
    application->installEventFilter(this);
}

QString ToolTips::wrapped(const QString& words) {
    return words.size() <= kLongest || Qt::mightBeRichText(words)
               ? words
               : Qt::convertFromPlainText(words, Qt::WhiteSpaceNormal);
}

bool ToolTips::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ToolTip || !watched->isWidgetType()) {
        return false;
    }
    auto* widget = static_cast<QWidget*>(watched);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString words = toolTipAt(widget, help->pos());
    const QString lines = wrapped(words);
    if (lines == words) {
        return false; // as ever
    }
    QToolTip::showText(help->globalPos(), lines, widget);
    return true;
}

} // namespace latentscape
