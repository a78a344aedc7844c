// The left column: data, model and training from top to bottom, how the run is doing, and last the one thing
// to press now. Lives on the UI thread; knows nothing of threads, it only says what the user wants.
#pragma once

#include "core/data/DataSource.h"
#include "core/train/TrainConfig.h"
#include "ui/Session.h"

#include <QWidget>

class QPushButton;

namespace latentscape {

class DataSettings;
class ModelSettings;
class StateCard;
class TrainingSettings;

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

    void setCanGoOn(bool can);
    void clearRun(ModelKind kind); // another run is shown from now on
    void showSnapshot(const Snapshot& snapshot);

signals:
    void dataChosen(const QString& source);
    void openRequested();
    void startRequested();
    void pauseRequested(bool paused);
    void stopRequested();
    void goOnRequested();
    void learningRateChanged(float value);
    void betaChanged(float value);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeSettings();
    QLayout* makeButtons();
    void refresh();
    void showIcons();
    void pressMain();

    DataSettings* m_data;
    ModelSettings* m_model;
    TrainingSettings* m_training;
    StateCard* m_stateCard;
    QPushButton* m_main;
    QPushButton* m_stop;
    TrainConfig m_base;
    Session::State m_state = Session::State::Loading;
    bool m_mainWantsFocus = true; // as soon as it can be pressed; else the focus stays where the user is
};

} // namespace latentscape
