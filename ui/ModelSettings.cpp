#include "ui/ModelSettings.h"

#include "core/models/ModelSummary.h"
#include "core/train/StepMemory.h"
#include "core/train/UserPresets.h"
#include "ui/Card.h"
#include "ui/EpochTimer.h"
#include "ui/Figures.h"
#include "ui/Glossary.h"

#include <QLabel>
#include <QStandardItemModel>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace latentscape {

namespace {

constexpr double kLong = 180; // seconds of an epoch that are worth a word
constexpr std::int64_t kMillion = 1'000'000;
constexpr int kNoteWidth = 236; // of the left column, beside its scroll bar

} // namespace

ModelSettings::ModelSettings(QWidget* parent)
    : SettingForm(tr("Model"), parent)
    , m_preset(named(new QComboBox, "preset", tr("Model"), tr("The network to train")))
    , m_note(makeNote()) {
    m_note->setObjectName("modelNote");
    m_note->setWordWrap(true);
    m_note->setToolTip(tipOf(Term::Gflop));
    connect(addLink("showLayers", tr("Layers..."),
                    tr("Each layer with its shape, parameters and arithmetic, and the memory it all takes"),
                    Change::AnyTime),
            &QToolButton::clicked, this, &ModelSettings::layersRequested);
    connect(m_preset, &QComboBox::activated, this, [this](int index) {
        emit presetChosen(m_presets.at(m_preset->itemData(index).toUInt()).config);
    });
    addWideField(m_preset);
    addWide(m_note);
    addWhole(
        {"latent", tr("Latents"), tipOf(Term::Latent)}, {1, 512},
        [](auto& c) -> auto& { return c.model.latent; });
    listPresets();
}

void ModelSettings::listPresets() {
    const UserPresets own = userPresets();
    m_presets = latentscape::presets();
    m_presets.insert(m_presets.end(), own.presets.begin(), own.presets.end());
    m_preset->clear();
    for (std::size_t i = 0; i < m_presets.size(); ++i) {
        if (i == latentscape::presets().size()) {
            m_preset->insertSeparator(m_preset->count());
        }
        m_preset->addItem(QString::fromStdString(m_presets[i].title), static_cast<uint>(i));
        m_preset->setItemData(m_preset->count() - 1, QString::fromStdString(m_presets[i].summary),
                              Qt::ToolTipRole);
    }
    for (const std::string& problem : own.problems) { // shown, so that one learns why it can't be chosen
        m_preset->addItem(tr("A preset that can't be read"));
        m_preset->setItemData(m_preset->count() - 1, QString::fromStdString(problem), Qt::ToolTipRole);
        qobject_cast<QStandardItemModel*>(m_preset->model())->item(m_preset->count() - 1)->setEnabled(false);
    }
}

void ModelSettings::setPreset(const std::string& name) {
    const auto preset = std::ranges::find(m_presets, name, &Preset::name);
    m_preset->setCurrentIndex(
        preset == m_presets.end() ? -1 : m_preset->findData(static_cast<uint>(preset - m_presets.begin())));
}

void ModelSettings::addPreset(const Preset& preset) {
    listPresets();
    setPreset(preset.name);
}

// A preset that was edited does not go by its bare name.
void ModelSettings::markChange(const TrainConfig& config) {
    for (int i = 0; i < m_preset->count(); ++i) {
        if (!m_preset->itemData(i).isValid()) {
            continue;
        }
        const Preset& preset = m_presets.at(m_preset->itemData(i).toUInt());
        ModelConfig unchanged = preset.config.model;
        unchanged.image = config.model.image;
        unchanged.classes = config.model.classes;
        unchanged.classNames = config.model.classNames;
        QString title = QString::fromStdString(preset.title);
        if (const auto taken = m_seconds.find(preset.name);
            taken != m_seconds.end() && taken->second > kLong) {
            title = tr("%1, %2 an epoch").arg(title, duration(taken->second));
        }
        const bool changed = i == m_preset->currentIndex() && config.model != unchanged;
        m_preset->setItemText(i, changed ? tr("%1 (changed)").arg(title) : title);
    }
}

void ModelSettings::setPresetSeconds(const std::map<std::string, double>& seconds) {
    m_seconds = seconds;
}

void ModelSettings::describe(const TrainConfig& config, const QString& problem, const EpochTimer& timer) {
    markChange(config);
    QString words = problem;
    bool wrong = !problem.isEmpty();
    if (!wrong) {
        const ModelSummary summary = summarise(config.model, config.optimizer, config.batch, config.samples);
        const std::int64_t bytes = summary.memory.total();
        wrong = !fitsIntoMemory(config);
        const QString parameters = // in one line
            summary.parameters < kMillion
                ? wholeNumber(summary.parameters)
                : tr("%1 M").arg(shortNumber(static_cast<double>(summary.parameters) / kMillion));
        const QString flops = shortNumber(summary.flops / 1e9);
        words = QString::fromStdString(describeBriefly(config.model)) + '\n' +
                (wrong ? tr("%1 parameters").arg(parameters)
                       : tr("%1 parameters, %2 of memory").arg(parameters, byteCount(bytes))) +
                '\n' +
                (wrong             ? tr("This needs %1 of memory, more than there is").arg(byteCount(bytes))
                 : timer.seconds() ? tr("%1 GFLOP a step, %2 an epoch").arg(flops, duration(*timer.seconds()))
                 : timer.isTiming() ? tr("%1 GFLOP a step, being timed...").arg(flops)
                                    : tr("%1 GFLOP a step").arg(flops));
    }
    m_note->setProperty("role", wrong ? "attention" : "note");
    m_note->style()->polish(m_note);
    m_note->setText(words);
    m_note->setMinimumHeight(m_note->heightForWidth(kNoteWidth)); // a layout's hint takes it to be wider
}

} // namespace latentscape
