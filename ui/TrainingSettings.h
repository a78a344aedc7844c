// How to train: the usual settings, and behind "More" those that few need. UI thread.
#pragma once

#include "core/train/TrainConfig.h"
#include "ui/SettingGroup.h"

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

namespace latentscape {

class TrainingSettings : public SettingGroup {
    Q_OBJECT

public:
    explicit TrainingSettings(QWidget* parent = nullptr);

    void setConfig(const TrainConfig& config);
    // Sets what this group is about; what the user hasn't changed is exactly as it came.
    void apply(TrainConfig& config) const;

signals:
    void learningRateChanged(float value);
    void betaChanged(float value);

private:
    void addUsual();
    void addSpecial();
    void showWhatApplies();

    QSpinBox* m_epochs;
    QSpinBox* m_batch;
    QDoubleSpinBox* m_learningRate;
    QDoubleSpinBox* m_beta;
    QComboBox* m_optimizer;
    QDoubleSpinBox* m_momentum;
    QDoubleSpinBox* m_weightDecay;
    QLineEdit* m_seed;
    QSpinBox* m_threads;
    TrainConfig m_base;
};

} // namespace latentscape
