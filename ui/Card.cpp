#include "ui/Card.h"

#include "ui/LinkRow.h"

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

} // namespace

Card::Card(QWidget* parent)
    : QFrame(parent)
    , m_header(new QHBoxLayout)
    , m_body(new QVBoxLayout(this)) {
    setProperty("role", "card");
    m_body->setContentsMargins(12, 8, 12, 12);
    m_body->setSpacing(8);
    m_header->setSpacing(0);
    m_body->addLayout(m_header);
}

Card::Card(const QString& title, QWidget* parent)
    : Card(parent) {
    m_title = new QLabel(title);
    m_title->setProperty("role", "title");
    m_title->setMinimumHeight(kHeaderHeight);
    m_links = new LinkRow;
    m_header->addWidget(m_title);
    m_header->addStretch();
    m_header->addWidget(m_links);
}

void Card::setTitle(const QString& title) {
    m_title->setText(title);
}

void Card::addToHeader(QWidget* widget) {
    m_links->add(widget);
}

} // namespace latentscape
