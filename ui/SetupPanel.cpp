#include "ui/SetupPanel.h"

#include "core/tensor/Error.h"
#include "core/train/Condition.h"
#include "core/train/Preset.h"
#include "core/train/StepMemory.h"
#include "ui/DataSettings.h"
#include "ui/EpochTimer.h"
#include "ui/LayersPage.h"
#include "ui/ModelSettings.h"
#include "ui/PresetTimes.h"
#include "ui/RatePage.h"
#include "ui/RunButtons.h"
#include "ui/SettingsPage.h"
#include "ui/StateCard.h"
#include "ui/TrainingSettings.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace latentscape {

namespace {

constexpr int kWidth = 264;
constexpr int kMargin = 12;
constexpr int kTypingDelay = 600; // ms

} // namespace

SetupPanel::SetupPanel(QWidget* parent)
    : QWidget(parent)
    , m_data(new DataSettings)
    , m_model(new ModelSettings)
    , m_training(new TrainingSettings)
    , m_page(new SettingsPage(this))
    , m_layers(new LayersPage(this))
    , m_rate(new RatePage(this))
    , m_epochTimer(new EpochTimer(this))
    , m_presetTimes(new PresetTimes(this))
    , m_imagesDelay(new QTimer(this))
    , m_changeDelay(new QTimer(this))
    , m_stateCard(new StateCard)
    , m_buttons(new RunButtons) {
    setFixedWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, kMargin, 0, kMargin);
    column->setSpacing(12);
    column->addWidget(makeSettings(), 1);
    auto* below = new QVBoxLayout;
    below->setContentsMargins(kMargin, 0, kMargin, 0);
    below->setSpacing(12);
    below->addWidget(m_stateCard);
    below->addWidget(m_buttons);
    column->addLayout(below);
    connectSettings();
    connectPages();
    connect(m_stateCard, &StateCard::goOnRequested, this, &SetupPanel::goOnRequested);
    connect(m_stateCard, &StateCard::remedyRequested, this, &SetupPanel::remedyRequested);
    connect(m_stateCard, &StateCard::numbersRequested, this, &SetupPanel::numbersRequested);
    connect(m_buttons, &RunButtons::startRequested, this, &SetupPanel::startRequested);
    connect(m_buttons, &RunButtons::pauseRequested, this, &SetupPanel::pauseRequested);
    connect(m_buttons, &RunButtons::stopRequested, this, &SetupPanel::stopRequested);
    setConfig(presets().front().config);
    m_isOffered = true;
    setState(Session::State::Loading);
}

void SetupPanel::connectSettings() {
    connect(m_data, &DataSettings::sourceChosen, this, &SetupPanel::dataChosen);
    connect(m_data, &DataSettings::openRequested, this, &SetupPanel::openRequested);
    connect(m_model, &ModelSettings::presetChosen, this, &SetupPanel::setConfig);
    connect(m_model, &ModelSettings::layersRequested, this, &SetupPanel::openLayers);
    connect(m_training, &TrainingSettings::moreRequested, this, &SetupPanel::openSettings);
    connect(m_training, &TrainingSettings::rateSearchRequested, this, &SetupPanel::searchRate);
    connect(m_model, &ModelSettings::edited, this, &SetupPanel::noteEdit);
    connect(m_training, &TrainingSettings::edited, this, &SetupPanel::noteEdit);
    connect(m_page, &SettingsPage::edited, this, &SetupPanel::noteEdit);
    for (QTimer* delay : {m_imagesDelay, m_changeDelay}) {
        delay->setSingleShot(true);
        delay->setInterval(kTypingDelay);
    }
    connect(m_changeDelay, &QTimer::timeout, this, [this] {
        if (isRunning() && m_problem.isEmpty()) {
            emit changeRequested(config());
        }
    });
    connect(m_page, &SettingsPage::imagesChanged, m_imagesDelay, qOverload<>(&QTimer::start));
    connect(m_imagesDelay, &QTimer::timeout, this, &SetupPanel::imagesWanted);
}

void SetupPanel::connectPages() {
    for (Page* page : pages()) {
        page->hide();
        connect(page, &Page::left, this, &SetupPanel::pageLeft);
    }
    connect(m_page, &SettingsPage::presetSaved, this, [this](const Preset& preset) {
        m_base.preset = preset.name;
        m_model->addPreset(preset);
        refresh();
    });
    connect(m_rate, &RatePage::rateChosen, this, &SetupPanel::useRate);
    connect(m_epochTimer, &EpochTimer::measured, this, &SetupPanel::refresh);
    connect(m_presetTimes, &PresetTimes::measured, this, [this] {
        m_model->setPresetSeconds(m_presetTimes->seconds());
        refresh();
    });
}

std::vector<Page*> SetupPanel::pages() const {
    return {m_page, m_layers, m_rate};
}

std::vector<SettingForm*> SetupPanel::forms() const {
    std::vector<SettingForm*> all = m_page->forms();
    all.insert(all.end(), {m_model, m_training});
    return all;
}

std::vector<SettingGroup*> SetupPanel::groups() const {
    std::vector<SettingGroup*> all{m_data};
    std::ranges::copy(forms(), std::back_inserter(all));
    return all;
}

// Scrolls where the screen is too small for all of it.
QWidget* SetupPanel::makeSettings() {
    auto* settings = new QWidget;
    auto* column = new QVBoxLayout(settings);
    column->setContentsMargins(kMargin, 0, kMargin, 0);
    column->setSpacing(12);
    auto* area = new QScrollArea;
    for (SettingGroup* group : std::initializer_list<SettingGroup*>{m_data, m_model, m_training}) {
        column->addWidget(group);
    }
    column->addStretch();
    // The bar stands in the margin, so that the fields stay as they are.
    QScrollBar* bar = area->verticalScrollBar();
    connect(bar, &QScrollBar::rangeChanged, settings, [column, bar](int, int most) {
        const int gutter = most > 0 ? bar->sizeHint().width() : 0;
        column->setContentsMargins(kMargin, 0, std::max(0, kMargin - gutter), 0);
    });
    area->setObjectName("settings");
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidgetResizable(true);
    area->setWidget(settings);
    return area;
}

void SetupPanel::setConfig(const TrainConfig& config) {
    m_base = config;
    m_isOffered = false;
    m_model->setPreset(config.preset);
    for (SettingForm* form : forms()) {
        form->setConfig(config);
    }
    refresh();
}

TrainConfig SetupPanel::config() const {
    TrainConfig config = m_base;
    config.data = dataSource().toStdString();
    for (const SettingForm* form : forms()) {
        form->apply(config);
    }
    config.model.image = imageShape(config);
    if (m_loaded.train) {
        fitClasses(config, m_loaded);
    }
    return config;
}

ImageShape SetupPanel::imageShape(const TrainConfig& config) const {
    if (!m_loaded.train) {
        return config.model.image;
    }
    ImageShape shape = m_loaded.train->shape();
    if (config.side > 0) {
        shape.width = shape.height = config.side;
    }
    if (config.colour != Colour::Auto) {
        shape.channels = config.colour == Colour::Grey ? 1 : 3;
    }
    return shape;
}

void SetupPanel::setData(const LoadedData& loaded) {
    m_loaded = loaded;
    m_data->setData(loaded);
    m_page->setData(loaded);
    fitPreset();
    refresh();
}

// As long as nobody has chosen anything, the model is one for these images.
void SetupPanel::fitPreset() {
    if (m_isOffered && m_loaded.train) {
        setConfig(fittingPreset(m_loaded.train->shape()).config);
        m_isOffered = true;
    }
}

void SetupPanel::setState(Session::State state) {
    m_state = state;
    if (state != Session::State::Ready) {
        m_rate->cancel();
    }
    m_buttons->setState(state);
    refresh();
}

QString SetupPanel::problemOf(const TrainConfig& config) const {
    if (const QString unread = m_page->problem(); !unread.isEmpty()) {
        return unread;
    }
    if (config.conditional && config.model.classes == 0) {
        return tr("The labels are to be used, but these images have none, or only one class.");
    }
    try {
        validate(config);
        validate(config.model);
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

bool SetupPanel::isRunning() const {
    return m_state == Session::State::Running || m_state == Session::State::Paused;
}

void SetupPanel::noteEdit() {
    m_isOffered = false;
    if (isRunning()) {
        m_changeDelay->start();
    }
    refresh();
}

void SetupPanel::refresh() {
    const bool running = isRunning();
    const TrainConfig wanted = config();
    m_training->showWhatApplies(wanted);
    m_training->setKind(wanted.model.kind);
    m_page->follow(wanted);
    if (m_loaded.train) {
        m_problem = problemOf(wanted);
        timeEpoch(wanted);
        m_model->describe(wanted, m_problem, *m_epochTimer);
        if (m_layers->isVisible() && m_problem.isEmpty()) {
            m_layers->show(wanted, m_epochTimer->seconds());
        }
    }
    for (SettingGroup* group : groups()) {
        group->setRunning(running);
    }
    m_buttons->setCanStart(m_problem.isEmpty());
}

void SetupPanel::timeEpoch(const TrainConfig& config) {
    if (m_state == Session::State::Ready && m_problem.isEmpty() && !m_rate->isSearching() &&
        fitsIntoMemory(config)) {
        m_epochTimer->follow(config, m_loaded.train);
    } else {
        m_epochTimer->cancel();
    }
    timePresets();
}

// After the settings that are shown, which come first.
void SetupPanel::timePresets() {
    if (m_state != Session::State::Ready || !m_epochTimer->seconds() || m_rate->isSearching()) {
        m_presetTimes->cancel();
        return;
    }
    std::vector<Preset> fitted = m_model->presets();
    for (Preset& preset : fitted) {
        preset.config.model.image = imageShape(preset.config);
    }
    std::erase_if(fitted, [](const Preset& preset) {
        try {
            validate(preset.config.model);
            return !fitsIntoMemory(preset.config);
        } catch (const Error&) {
            return true; // not for such images
        }
    });
    m_presetTimes->follow(fitted, m_loaded.train);
}

// ---- pages in place of a view ----

void SetupPanel::openSettings() {
    m_page->takeFocus();
    emit pageRequested(m_page);
}

void SetupPanel::takeFocus() {
    m_buttons->takeFocus();
}

std::vector<Command> SetupPanel::commands() {
    std::vector<Command> all;
    for (const SettingGroup* group : groups()) {
        for (QWidget* editor : group->editors()) {
            all.push_back(
                {editor->accessibleName(), group->title(), {}, group->whyNotNow(editor), [this, editor] {
                     goTo(editor);
                 }});
        }
    }
    return all;
}

void SetupPanel::goTo(QWidget* editor) {
    if (m_page->isAncestorOf(editor)) {
        emit pageRequested(m_page);
    }
    for (QWidget* above = editor; above; above = above->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(above)) {
            area->ensureWidgetVisible(editor);
        }
    }
    editor->setFocus(Qt::ShortcutFocusReason);
}

void SetupPanel::openPresetName() {
    emit pageRequested(m_page);
    m_page->goToPresetName();
}

void SetupPanel::openLayers() {
    if (m_loaded.train && m_problem.isEmpty()) {
        m_layers->show(config(), m_epochTimer->seconds());
        m_layers->takeFocus();
        emit pageRequested(m_layers);
    }
}

void SetupPanel::searchRate() {
    if (m_state == Session::State::Ready && m_loaded.train && m_problem.isEmpty()) {
        m_epochTimer->cancel();
        emit pageRequested(m_rate);
        m_rate->search(config(), m_loaded.train);
    }
}

void SetupPanel::useRate(float rate) {
    TrainConfig with = config();
    with.learningRate = rate;
    m_training->setConfig(with);
    m_base.learningRate = rate;
    refresh();
}

void SetupPanel::setCanGoOn(bool can) {
    m_stateCard->setCanGoOn(can);
}

void SetupPanel::clearRun(const TrainConfig& config) {
    m_stateCard->clear(config);
}

void SetupPanel::showSnapshot(const Snapshot& snapshot, const TrainConfig& now) {
    m_stateCard->showSnapshot(snapshot, now);
    if (isRunning() && m_loaded.train && !snapshot.epochs.empty() && snapshot.imagesPerSecond > 0) {
        m_epochTimer->setSeconds(static_cast<double>(m_loaded.train->count()) / snapshot.imagesPerSecond);
        refresh();
    }
}

void SetupPanel::offerDataSource(const QString& name, const QString& source) {
    m_data->offerSource(name, source);
}

void SetupPanel::addDataSource(const QString& name, const QString& source) {
    m_data->addSource(name, source);
}

QString SetupPanel::dataSource() const {
    return m_data->source();
}

} // namespace latentscape
