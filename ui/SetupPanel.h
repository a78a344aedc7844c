// The left column: data, model and training from top to bottom, and last the one thing to press now. Lives on
// the UI thread; knows nothing of threads, it only says what the user wants.
#pragma once

#include "core/data/DataSource.h"
#include "core/train/TrainConfig.h"
#include "ui/Session.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace latentscape {

class ImageStage;

class SetupPanel : public QWidget {
    Q_OBJECT

public:
    explicit SetupPanel(QWidget* parent = nullptr);

    TrainConfig config() const;
    // Shows these settings and hands them out again exactly, but for what the user changes.
    void setConfig(const TrainConfig& config);
    void setData(const LoadedData& data);
    void setState(Session::State state);
    void addDataSource(const QString& name, const QString& source); // and chooses it
    QString dataSource() const;

signals:
    void dataChosen(const QString& source);
    void startRequested();
    void pauseRequested(bool paused);
    void stopRequested();
    void learningRateChanged(float value);
    void betaChanged(float value);

private:
    void choosePreset(int index);
    void describeModel();
    void pressMain();

    QComboBox* m_data;
    ImageStage* m_preview;
    QLabel* m_dataNote;
    QComboBox* m_preset;
    QLabel* m_modelNote;
    QSpinBox* m_latent;
    QSpinBox* m_epochs;
    QSpinBox* m_batch;
    QDoubleSpinBox* m_learningRate;
    QDoubleSpinBox* m_beta;
    QPushButton* m_main;
    QPushButton* m_stop;
    TrainConfig m_base;
    ImageShape m_shape;
    Session::State m_state = Session::State::Loading;
};

} // namespace latentscape
