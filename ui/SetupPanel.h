// The left column: data, model and training from top to bottom, how the run is doing, and last the one thing
// to press now. Lives on the UI thread; knows nothing of threads, it only says what the user wants.
#pragma once

#include "core/data/DataSource.h"
#include "core/train/Remedy.h"
#include "core/train/TrainConfig.h"
#include "ui/CommandSearch.h"
#include "ui/Session.h"

#include <QWidget>

class QTimer;

namespace latentscape {

class DataSettings;
class EpochTimer;
class LayersPage;
class PresetTimes;
class ModelSettings;
class Page;
class RatePage;
class RunButtons;
class SettingForm;
class SettingGroup;
class SettingsPage;
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
    void offerDataSource(const QString& name, const QString& source);
    void addDataSource(const QString& name, const QString& source); // and chooses it
    QString dataSource() const;
    // That take the place of a view while pageRequested() was the last word, until pageLeft().
    std::vector<Page*> pages() const;
    void openSettings();             // requests the page with all settings
    void openPresetName();           // likewise, where a preset is saved
    void takeFocus();                // the main button, as soon as it can be pressed
    std::vector<Command> commands(); // that go to each setting

    void setCanGoOn(bool can);
    void clearRun(const TrainConfig& config); // another run, with these settings, is shown from now on
    void showSnapshot(const Snapshot& snapshot, const TrainConfig& now); // and the run's settings of now

signals:
    void dataChosen(const QString& source);
    void imagesWanted(); // in another form than they are loaded in
    void openRequested();
    void pageRequested(latentscape::Page* page);
    void pageLeft();
    void startRequested();
    void pauseRequested(bool paused);
    void stopRequested();
    void goOnRequested();
    // While a run goes on: the user has changed what may change in it.
    void changeRequested(const latentscape::TrainConfig& config);
    void remedyRequested(const latentscape::Remedy& remedy);
    void numbersRequested(latentscape::Finding::Kind kind); // behind a finding

private:
    QWidget* makeSettings();
    void connectSettings();
    void connectPages();
    std::vector<SettingForm*> forms() const;
    std::vector<SettingGroup*> groups() const;
    ImageShape imageShape(const TrainConfig& config) const; // that the model will see
    QString problemOf(const TrainConfig& config) const;
    void goTo(QWidget* editor); // of a setting, on whatever page
    void openLayers();
    void searchRate();
    void useRate(float rate);
    void timeEpoch(const TrainConfig& config);
    void timePresets();
    void fitPreset();
    bool isRunning() const;
    void noteEdit();
    void refresh();

    DataSettings* m_data;
    ModelSettings* m_model;
    TrainingSettings* m_training;
    SettingsPage* m_page;
    LayersPage* m_layers;
    RatePage* m_rate;
    EpochTimer* m_epochTimer;
    PresetTimes* m_presetTimes;
    QTimer* m_imagesDelay; // until the form of the images is typed to its end
    QTimer* m_changeDelay; // likewise a setting of the run that goes on
    StateCard* m_stateCard;
    RunButtons* m_buttons;
    TrainConfig m_base;
    LoadedData m_loaded;
    QString m_problem; // why no run is possible; empty: one is
    Session::State m_state = Session::State::Loading;
    bool m_isOffered = true; // the settings: nobody has chosen any yet
};

} // namespace latentscape
