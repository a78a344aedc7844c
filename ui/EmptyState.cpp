#include "ui/EmptyState.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace latentscape {

EmptyState::EmptyState(const QString& sentence, const QString& button, QWidget* parent)
    : QWidget(parent)
    , m_button(new QPushButton(button)) {
    auto* label = new QLabel(sentence);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignCenter);
    label->setFixedWidth(400);
    label->setMinimumHeight(label->heightForWidth(400)); // a layout's stretch would squeeze wrapped text

    m_button->setObjectName(QStringLiteral("emptyAction"));
    m_button->setProperty("role", "primary");
    m_button->setAccessibleName(button);
    m_button->setAccessibleDescription(sentence);
    m_button->setToolTip(sentence);

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(16);
    layout->addStretch(2);
    layout->addWidget(label, 0, Qt::AlignHCenter);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
}

} // namespace latentscape
