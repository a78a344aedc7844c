#include "ui/LinkRow.h"

#include "ui/Card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace latentscape {

namespace {

constexpr int kAir = 8; // beside a note, as a link has it by itself

} // namespace

LinkRow::LinkRow(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
}

void LinkRow::add(QWidget* widget) {
    if (m_last) {
        QLabel* dot = makeNote(QStringLiteral("·"));
        m_layout->addWidget(dot);
        dot->setVisible(!m_last->isHidden());
        m_dots.insert(m_last, dot);
        m_last->installEventFilter(this);
    }
    if (auto* note = qobject_cast<QLabel*>(widget)) {
        note->setContentsMargins(kAir, 0, kAir, 0);
    }
    m_layout->addWidget(widget);
    m_last = widget;
}

bool LinkRow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) {
        m_dots.value(watched)->setVisible(event->type() == QEvent::ShowToParent);
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace latentscape
