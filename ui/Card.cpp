#include "ui/Card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace latentscape {

QToolButton* makeLink(const char* objectName, const QString& text, const QString& tip) {
    auto* link = new QToolButton;
    link->setObjectName(QLatin1String(objectName));
    link->setText(text);
    link->setAccessibleName(text);
    link->setToolTip(tip);
    link->setProperty("role", "link");
    link->setFocusPolicy(Qt::StrongFocus);
    return link;
}

QLabel* makeNote(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("role", "note");
    return label;
}

namespace {

constexpr int kHeaderHeight = 22; // with links or without
constexpr int kAir = 8;           // beside a note, as a link has it by itself

} // namespace

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_header(new QHBoxLayout)
    , m_body(new QVBoxLayout(this)) {
    setProperty("role", "card");
    m_body->setContentsMargins(12, 8, 12, 12);
    m_body->setSpacing(8);
    m_header->setSpacing(0);
    auto* label = new QLabel(title);
    label->setProperty("role", "title");
    label->setMinimumHeight(kHeaderHeight);
    m_header->addWidget(label);
    m_header->addStretch();
    m_body->addLayout(m_header);
}

void Card::addToHeader(QWidget* widget) {
    if (m_last) {
        QLabel* dot = makeNote(QStringLiteral("·"));
        m_header->addWidget(dot);
        dot->setVisible(!m_last->isHidden());
        m_dots.insert(m_last, dot);
        m_last->installEventFilter(this);
    }
    if (auto* note = qobject_cast<QLabel*>(widget)) {
        note->setContentsMargins(kAir, 0, kAir, 0);
    }
    m_header->addWidget(widget);
    m_last = widget;
}

bool Card::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) {
        m_dots.value(watched)->setVisible(event->type() == QEvent::ShowToParent);
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace latentscape
