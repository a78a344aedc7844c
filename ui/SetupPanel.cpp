#include "ui/SetupPanel.h"

#include "core/train/Preset.h"
#include "ui/DataSettings.h"
#include "ui/Icons.h"
#include "ui/ModelSettings.h"
#include "ui/StateCard.h"
#include "ui/Theme.h"
#include "ui/TrainingSettings.h"

#include <QEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kWidth = 264;
constexpr int kMargin = 12;
constexpr int kMainHeight = 32;

} // namespace

SetupPanel::SetupPanel(QWidget* parent)
    : QWidget(parent)
    , m_data(new DataSettings)
    , m_model(new ModelSettings)
    , m_training(new TrainingSettings)
    , m_stateCard(new StateCard) {
    setFixedWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, kMargin, 0, kMargin);
    column->setSpacing(12);
    column->addWidget(makeSettings(), 1);
    auto* below = new QVBoxLayout;
    below->setContentsMargins(kMargin, 0, kMargin, 0);
    below->setSpacing(12);
    below->addWidget(m_stateCard);
    below->addLayout(makeButtons());
    column->addLayout(below);
    connect(m_data, &DataSettings::sourceChosen, this, &SetupPanel::dataChosen);
    connect(m_data, &DataSettings::openRequested, this, &SetupPanel::openRequested);
    connect(m_model, &ModelSettings::presetChosen, this, &SetupPanel::setConfig);
    connect(m_model, &ModelSettings::edited, this, &SetupPanel::refresh);
    connect(m_training, &TrainingSettings::learningRateChanged, this, &SetupPanel::learningRateChanged);
    connect(m_training, &TrainingSettings::betaChanged, this, &SetupPanel::betaChanged);
    connect(m_stateCard, &StateCard::goOnRequested, this, &SetupPanel::goOnRequested);
    setConfig(presets().front().config);
    setState(Session::State::Loading);
}

// Scrolls where the screen is too small for all that is unfolded.
QWidget* SetupPanel::makeSettings() {
    auto* settings = new QWidget;
    auto* column = new QVBoxLayout(settings);
    column->setContentsMargins(kMargin, 0, kMargin, 0);
    column->setSpacing(12);
    auto* area = new QScrollArea;
    for (SettingGroup* group : std::initializer_list<SettingGroup*>{m_data, m_model, m_training}) {
        column->addWidget(group);
        connect(group, &SettingGroup::unfolded, area, [area, group] {
            QTimer::singleShot(0, group, [=] { area->ensureWidgetVisible(group); }); // when it has its size
        });
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

QLayout* SetupPanel::makeButtons() {
    auto* buttons = new QHBoxLayout;
    m_main = named(new QPushButton, "mainButton", tr("Train"), tr("Start, pause or go on with training"));
    m_main->setProperty("role", "primary");
    m_main->setDefault(true);
    m_main->setMinimumHeight(kMainHeight);
    connect(m_main, &QPushButton::clicked, this, &SetupPanel::pressMain);
    m_stop = named(new QPushButton(tr("Stop")), "stopButton", tr("Stop"),
                   tr("End the run; what was learnt is kept"));
    m_stop->setMinimumHeight(kMainHeight);
    connect(m_stop, &QPushButton::clicked, this, &SetupPanel::stopRequested);
    buttons->addWidget(m_main, 2);
    buttons->addWidget(m_stop, 1);
    return buttons;
}

void SetupPanel::setConfig(const TrainConfig& config) {
    m_base = config;
    m_model->setConfig(config);
    m_training->setConfig(config);
    refresh();
}

TrainConfig SetupPanel::config() const {
    TrainConfig config = m_base;
    config.data = dataSource().toStdString();
    config.model = m_model->model();
    m_training->apply(config);
    return config;
}

void SetupPanel::setData(const LoadedData& loaded) {
    m_data->setData(loaded);
    m_model->setImageShape(loaded.train->shape());
}

void SetupPanel::setState(Session::State state) {
    m_state = state;
    // It is handed on when the button is hidden or can't be pressed for a while.
    m_mainWantsFocus = m_mainWantsFocus || m_main->hasFocus() || m_stop->hasFocus();
    refresh();
    if (m_mainWantsFocus && m_main->isEnabled()) {
        m_mainWantsFocus = false;
        m_main->setFocus();
    }
}

void SetupPanel::refresh() {
    const bool running = m_state == Session::State::Running || m_state == Session::State::Paused;
    for (SettingGroup* group : std::initializer_list<SettingGroup*>{m_data, m_model, m_training}) {
        group->setRunning(running);
    }
    m_stop->setVisible(running);
    m_main->setEnabled(running || (m_state == Session::State::Ready && m_model->problem().isEmpty()));
    m_main->setText(m_state == Session::State::Running  ? tr("Pause")
                    : m_state == Session::State::Paused ? tr("Resume")
                                                        : tr("Train"));
    showIcons();
}

void SetupPanel::showIcons() {
    const ThemeColors& colors = themeColors(palette());
    m_main->setIcon(m_state == Session::State::Running  ? makeIcon(Icon::Pause, colors.accentText)
                    : m_state == Session::State::Paused ? makeIcon(Icon::Play, colors.accentText)
                                                        : QIcon());
    m_stop->setIcon(makeIcon(Icon::Stop, colors.text));
}

void SetupPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        showIcons();
    }
}

void SetupPanel::pressMain() {
    if (m_state == Session::State::Ready) {
        emit startRequested();
    } else {
        emit pauseRequested(m_state == Session::State::Running);
    }
}

void SetupPanel::setCanGoOn(bool can) {
    m_stateCard->setCanGoOn(can);
}

void SetupPanel::clearRun(ModelKind kind) {
    m_stateCard->clear(kind);
}

void SetupPanel::showSnapshot(const Snapshot& snapshot) {
    m_stateCard->showSnapshot(snapshot);
}

void SetupPanel::addDataSource(const QString& name, const QString& source) {
    m_data->addSource(name, source);
}

QString SetupPanel::dataSource() const {
    return m_data->source();
}

} // namespace latentscape
