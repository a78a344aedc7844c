#include "ui/Page.h"

#include "ui/SettingGroup.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace latentscape {

Page::Page(const char* objectName, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel(title))
    , m_header(new QHBoxLayout)
    , m_body(new QVBoxLayout)
    , m_back(new QPushButton(tr("Back"))) {
    setObjectName(QLatin1String(objectName));
    m_title->setProperty("role", "figure");
    named(m_back, "", tr("Back"), tr("Back to where you were (Esc)"));
    m_back->setObjectName(QLatin1String(objectName) + QStringLiteral("Back"));
    connect(m_back, &QPushButton::clicked, this, &Page::left);
    m_header->setSpacing(8);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_title);
    top->addStretch();
    top->addLayout(m_header);
    top->addWidget(m_back);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(top);
    m_body->setSpacing(12);
    column->addLayout(m_body, 1);
}

void Page::setTitle(const QString& title) {
    m_title->setText(title);
}

void Page::takeFocus() {
    m_back->setFocus();
}

void Page::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        emit left();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace latentscape
