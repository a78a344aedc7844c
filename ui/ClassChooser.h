// The class of what a conditional model is to make; not shown for any other. UI thread.
#pragma once

#include "core/models/ModelConfig.h"

#include <QWidget>

class QComboBox;

namespace latentscape {

class ClassChooser : public QWidget {
    Q_OBJECT

public:
    explicit ClassChooser(QWidget* parent = nullptr);

    void setModel(const ModelConfig& model);
    std::uint16_t chosen() const;     // 0 when there are no classes
    bool choose(std::uint16_t label); // true when another one was chosen

signals:
    void changedByHand();

private:
    QComboBox* m_classes;
};

} // namespace latentscape
