#include "ui/ClassChooser.h"

#include "ui/Card.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kWidth = 108; // logical pixels

} // namespace

ClassChooser::ClassChooser(QWidget* parent)
    : QWidget(parent)
    , m_classes(new QComboBox) {
    m_classes->setObjectName(QStringLiteral("class"));
    m_classes->setAccessibleName(tr("Class"));
    m_classes->setToolTip(tr("What the picture is to be of; the sliders say how it looks"));
    m_classes->setFixedWidth(kWidth);
    QLabel* note = makeNote(tr("class"));
    note->setBuddy(m_classes);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 6, 0); // a dot comes next
    layout->setSpacing(6);
    layout->addWidget(note);
    layout->addWidget(m_classes);
    connect(m_classes, &QComboBox::activated, this, &ClassChooser::changedByHand);
    hide();
}

void ClassChooser::setModel(const ModelConfig& model) {
    m_classes->clear();
    for (std::int64_t i = 0; i < model.classes; ++i) {
        m_classes->addItem(model.classNames.empty()
                               ? QString::number(i)
                               : QString::fromStdString(model.classNames[static_cast<std::size_t>(i)]));
    }
    setVisible(model.classes > 0);
}

std::uint16_t ClassChooser::chosen() const {
    return static_cast<std::uint16_t>(std::max(0, m_classes->currentIndex()));
}

bool ClassChooser::choose(std::uint16_t label) {
    const bool another = label < m_classes->count() && label != m_classes->currentIndex();
    if (another) {
        m_classes->setCurrentIndex(label);
    }
    return another;
}

} // namespace latentscape
