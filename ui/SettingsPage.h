// All settings that few need, in groups side by side, with a look at what the images become, and a place to
// keep everything as a preset of one's own. To add a field: a line in SettingsPage.cpp. UI thread.
#pragma once

#include "core/data/DataSource.h"
#include "core/train/Preset.h"
#include "ui/LatestTask.h"
#include "ui/Page.h"
#include "ui/SettingForm.h"

#include <optional>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace latentscape {

class AugmentPreview;

// Widths such as "400" or "64, 32"; empty: no hidden layer. Nothing when it can't be read.
std::optional<std::vector<std::int64_t>> parseHidden(const QString& text);

class SettingsPage : public Page {
    Q_OBJECT

public:
    explicit SettingsPage(QWidget* parent = nullptr);

    const std::vector<SettingForm*>& forms() const { return m_forms; }
    // These settings are in force now, whether given or edited.
    void follow(const TrainConfig& config);
    void setData(const LoadedData& loaded);
    // What can't be read; empty when all can.
    QString problem() const;

    void goToPresetName(); // with the focus

signals:
    void edited();        // by the user
    void imagesChanged(); // likewise, what the images are brought to
    void presetSaved(const latentscape::Preset& preset);

private:
    SettingForm* addForm(QBoxLayout* column, const QString& title);
    void addImages(SettingForm* form);
    void addModel(SettingForm* form);
    void addGame(SettingForm* form); // of a GAN
    void addAugmentation(SettingForm* form);
    void addOptimizer(SettingForm* form);
    void addSchedule(SettingForm* form);
    void addRun(SettingForm* form);
    void addPresetName();
    void showLabels();
    void chooseCustomary();
    void savePreset();

    std::vector<SettingForm*> m_forms;
    AugmentPreview* m_preview = nullptr;
    QCheckBox* m_conditional = nullptr;
    QLineEdit* m_hidden = nullptr;
    SettingForm* m_optimizerForm = nullptr;
    QComboBox* m_optimizer = nullptr;
    QLineEdit* m_presetName;
    QPushButton* m_savePreset;
    QLabel* m_presetNote;
    TrainConfig m_config;
    bool m_hasLabels = false; // the data
    LatestTask m_saving;
};

} // namespace latentscape
