#include "ui/SetupPanel.h"

#include "ui/ImageStage.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kWidth = 264;

template <typename W> W* named(W* widget, const char* objectName, const QString& name, const QString& tip) {
    widget->setObjectName(objectName);
    widget->setAccessibleName(name);
    widget->setToolTip(tip);
    return widget;
}

// The setting itself as long as the field shows it, which may round; else what was typed.
float valueOf(const QDoubleSpinBox* field, float setting) {
    const auto shown = [field](double value) { return QString::number(value, 'f', field->decimals()); };
    return shown(field->value()) == shown(double{setting}) ? setting : static_cast<float>(field->value());
}

QLabel* label(const QString& text, const char* role) {
    auto* l = new QLabel(text);
    l->setProperty("role", role);
    l->setWordWrap(true);
    return l;
}

} // namespace

SetupPanel::SetupPanel(QWidget* parent)
    : QWidget(parent) {
    setFixedWidth(kWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);

    column->addWidget(label(tr("Data"), "title"));
    m_data = named(new QComboBox, "data", tr("Data set"), tr("The images to learn from"));
    for (const FoundData& found : findData()) {
        m_data->addItem(QString::fromStdString(found.name), QString::fromStdString(found.source));
    }
    m_data->addItem(tr("Open a folder..."));
    connect(m_data, &QComboBox::activated, this, [this](int index) {
        if (index < m_data->count() - 1) {
            emit dataChosen(m_data->itemData(index).toString());
            return;
        }
        m_data->setCurrentIndex(0);
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder with IDX images"));
        if (!folder.isEmpty()) {
            addDataSource(QFileInfo(folder).fileName(), folder);
            emit dataChosen(folder);
        }
    });
    column->addWidget(m_data);
    m_preview = named(new ImageStage, "dataPreview", tr("Some of the images"),
                      tr("The first images of the data set"));
    m_preview->setFixedHeight(36);
    column->addWidget(m_preview);
    m_dataNote = label(tr("Loading..."), "note");
    column->addWidget(m_dataNote);

    column->addWidget(label(tr("Model"), "title"));
    m_preset = named(new QComboBox, "preset", tr("Model"), tr("The network to train"));
    for (const Preset& preset : presets()) {
        m_preset->addItem(QString::fromStdString(preset.title));
        m_preset->setItemData(m_preset->count() - 1, QString::fromStdString(preset.summary), Qt::ToolTipRole);
    }
    connect(m_preset, &QComboBox::activated, this, &SetupPanel::choosePreset);
    column->addWidget(m_preset);
    m_modelNote = label({}, "note");
    column->addWidget(m_modelNote);

    column->addWidget(label(tr("Training"), "title"));
    auto* form = new QFormLayout;
    form->setSpacing(8);
    m_latent = named(new QSpinBox, "latent", tr("Latents"), tr("How many numbers describe an image"));
    m_latent->setRange(1, 512);
    connect(m_latent, &QSpinBox::valueChanged, this, &SetupPanel::describeModel);
    form->addRow(tr("Latents"), m_latent);
    m_epochs = named(new QSpinBox, "epochs", tr("Epochs"), tr("How often every image is seen"));
    m_epochs->setRange(1, 100000);
    form->addRow(tr("Epochs"), m_epochs);
    m_batch = named(new QSpinBox, "batch", tr("Batch"), tr("How many images are seen before each step"));
    m_batch->setRange(1, 65536);
    form->addRow(tr("Batch"), m_batch);
    m_learningRate = named(new QDoubleSpinBox, "learningRate", tr("Learning rate"),
                           tr("How far each step goes. Can be changed while it runs."));
    m_learningRate->setDecimals(5);
    m_learningRate->setRange(0.00001, 10);
    m_learningRate->setSingleStep(0.0005);
    connect(m_learningRate, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { emit learningRateChanged(static_cast<float>(value)); });
    form->addRow(tr("Learning rate"), m_learningRate);
    m_beta = named(
        new QDoubleSpinBox, "beta", tr("KL weight beta"),
        tr("More: simpler, more separate latents. Less: sharper images. Can be changed while it runs."));
    m_beta->setRange(0, 1000);
    m_beta->setSingleStep(0.1);
    connect(m_beta, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { emit betaChanged(static_cast<float>(value)); });
    form->addRow(tr("KL weight β"), m_beta);
    column->addLayout(form);
    column->addStretch();

    auto* buttons = new QHBoxLayout;
    m_main = named(new QPushButton, "mainButton", tr("Train"), tr("Start, pause or go on with training"));
    m_main->setProperty("role", "primary");
    m_main->setDefault(true);
    m_main->setMinimumHeight(32);
    connect(m_main, &QPushButton::clicked, this, &SetupPanel::pressMain);
    m_stop = named(new QPushButton(tr("Stop")), "stopButton", tr("Stop"),
                   tr("End the run; what was learnt is kept"));
    m_stop->setMinimumHeight(32);
    connect(m_stop, &QPushButton::clicked, this, &SetupPanel::stopRequested);
    buttons->addWidget(m_main, 2);
    buttons->addWidget(m_stop, 1);
    column->addLayout(buttons);

    choosePreset(0);
    setState(Session::State::Loading);
}

void SetupPanel::choosePreset(int index) {
    setConfig(presets().at(static_cast<std::size_t>(index)).config);
}

void SetupPanel::setConfig(const TrainConfig& config) {
    const QSignalBlocker quietRate(m_learningRate); // shown, not wished
    const QSignalBlocker quietBeta(m_beta);
    m_base = config;
    const auto named = std::ranges::find(presets(), config.preset, &Preset::name);
    m_preset->setCurrentIndex(named == presets().end() ? -1 : static_cast<int>(named - presets().begin()));
    m_latent->setValue(static_cast<int>(m_base.model.latent));
    m_epochs->setValue(static_cast<int>(m_base.epochs));
    m_batch->setValue(static_cast<int>(m_base.batch));
    m_learningRate->setValue(double{m_base.learningRate});
    m_beta->setValue(double{m_base.beta});
    describeModel();
}

TrainConfig SetupPanel::config() const {
    TrainConfig config = m_base;
    config.data = dataSource().toStdString();
    config.model.image = m_shape;
    config.model.latent = m_latent->value();
    config.epochs = m_epochs->value();
    config.batch = m_batch->value();
    config.learningRate = valueOf(m_learningRate, m_base.learningRate);
    config.beta = valueOf(m_beta, m_base.beta);
    return config;
}

void SetupPanel::describeModel() {
    if (m_shape.pixels() > 0) {
        const ModelConfig model = config().model;
        m_modelNote->setText(tr("%1\n%2 parameters")
                                 .arg(QString::fromStdString(describe(model)),
                                      QLocale().toString(static_cast<qlonglong>(parameterCount(model)))));
    }
}

void SetupPanel::setData(const LoadedData& loaded) {
    m_shape = loaded.train->shape();
    auto images = std::make_shared<std::vector<Image>>();
    for (std::int64_t i = 0; i < std::min<std::int64_t>(8, loaded.train->count()); ++i) {
        images->push_back(loaded.train->image(i));
    }
    m_preview->setImages(images);
    m_dataNote->setText(tr("%1 to train on, %2 held out\n%3 × %4, %5")
                            .arg(QLocale().toString(static_cast<qlonglong>(loaded.train->count())),
                                 QLocale().toString(static_cast<qlonglong>(loaded.heldOut->count())))
                            .arg(m_shape.width)
                            .arg(m_shape.height)
                            .arg(m_shape.channels == 1 ? tr("grey") : tr("colour")));
    describeModel();
}

void SetupPanel::setState(Session::State state) {
    m_state = state;
    const bool training = state == Session::State::Running || state == Session::State::Paused;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_data, m_preset, m_latent, m_epochs, m_batch}) {
        widget->setEnabled(!training);
    }
    m_stop->setVisible(training);
    m_main->setEnabled(state != Session::State::Loading);
    m_main->setText(state == Session::State::Running  ? tr("Pause")
                    : state == Session::State::Paused ? tr("Resume")
                                                      : tr("Train"));
    if (state == Session::State::Ready) {
        m_main->setFocus();
    }
}

void SetupPanel::pressMain() {
    if (m_state == Session::State::Ready) {
        emit startRequested();
    } else {
        emit pauseRequested(m_state == Session::State::Running);
    }
}

void SetupPanel::addDataSource(const QString& name, const QString& source) {
    int index = m_data->findData(source);
    if (index < 0) {
        index = m_data->count() - 1;
        m_data->insertItem(index, name, source);
    }
    m_data->setCurrentIndex(index);
}

QString SetupPanel::dataSource() const {
    return m_data->currentData().toString();
}

} // namespace latentscape
