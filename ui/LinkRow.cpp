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
    if (!m_widgets.empty()) {
        m_dots.push_back(makeNote(QStringLiteral("·")));
        m_layout->addWidget(m_dots.back());
    }
    if (auto* note = qobject_cast<QLabel*>(widget)) {
        note->setContentsMargins(kAir, 0, kAir, 0);
    }
    m_layout->addWidget(widget);
    m_widgets.push_back(widget);
    widget->installEventFilter(this);
    placeDots();
}

bool LinkRow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) {
        placeDots();
    }
    return QWidget::eventFilter(watched, event);
}

void LinkRow::placeDots() {
    bool first = true;
    for (std::size_t i = 0; i < m_widgets.size(); ++i) {
        const bool shown = !m_widgets[i]->isHidden();
        if (i > 0) {
            m_dots[i - 1]->setVisible(shown && !first);
        }
        first = first && !shown;
    }
}

} // namespace latentscape
