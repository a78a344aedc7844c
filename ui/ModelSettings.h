// What the network is made of: a preset, the size of the latent, and what that comes to. UI thread.
#pragma once

#include "core/train/Preset.h"
#include "ui/SettingForm.h"

#include <map>

namespace latentscape {

class EpochTimer;

class ModelSettings : public SettingForm {
    Q_OBJECT

public:
    explicit ModelSettings(QWidget* parent = nullptr);

    // Shows which preset these settings began with.
    void setPreset(const std::string& name);
    // Says what the model of these settings is and costs, or `problem`. The timer follows the same settings.
    void describe(const TrainConfig& config, const QString& problem, const EpochTimer& timer);
    // What an epoch of each preset takes on this machine, by its name: said of those that take long.
    void setPresetSeconds(const std::map<std::string, double>& seconds);
    const std::vector<Preset>& presets() const { return m_presets; }
    // Another one of the user's own is there; it is chosen.
    void addPreset(const Preset& preset);

signals:
    void presetChosen(const latentscape::TrainConfig& config);
    void layersRequested();

private:
    void listPresets();
    void markChange(const TrainConfig& config);

    QComboBox* m_preset;
    QLabel* m_note;
    std::map<std::string, double> m_seconds; // of an epoch of a preset
    std::vector<Preset> m_presets;           // the built-in ones, then the user's
};

} // namespace latentscape
