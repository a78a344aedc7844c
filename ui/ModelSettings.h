// What the network is made of: a preset, and behind "Edit" each of its sizes. UI thread.
#pragma once

#include "core/train/TrainConfig.h"
#include "ui/SettingGroup.h"

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace latentscape {

// Widths such as "400" or "64, 32"; empty: no hidden layer. Nothing when it can't be read.
std::optional<std::vector<std::int64_t>> parseHidden(const QString& text);

class ModelSettings : public SettingGroup {
    Q_OBJECT

public:
    explicit ModelSettings(QWidget* parent = nullptr);

    void setConfig(const TrainConfig& config);
    void setImageShape(const ImageShape& shape);
    // As it is in the fields; what can't be read stays as it was.
    ModelConfig model() const;
    // Why no such model can be built; empty when it can.
    QString problem() const;

signals:
    void presetChosen(const latentscape::TrainConfig& config);
    void edited();

private:
    ImageShape imageShape() const; // that the model will see
    void describeModel();
    void markChange();

    QComboBox* m_preset;
    QLabel* m_note;
    QLineEdit* m_hidden;
    QSpinBox* m_latent;
    QComboBox* m_likelihood;
    ModelConfig m_base;
    int m_side = 0;     // that the images will be brought to; 0: they stay as they are
    ImageShape m_shape; // of the data, whatever a preset says
};

} // namespace latentscape
