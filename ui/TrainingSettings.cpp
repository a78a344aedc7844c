#include "ui/TrainingSettings.h"

#include "core/tensor/Threads.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>

namespace latentscape {

namespace {

// The setting itself as long as the field shows it, which may round; else what was typed.
float valueOf(const QDoubleSpinBox* field, float setting) {
    const auto shown = [field](double value) { return QString::number(value, 'f', field->decimals()); };
    return shown(field->value()) == shown(double{setting}) ? setting : static_cast<float>(field->value());
}

QDoubleSpinBox* number(double from, double to, double step, int decimals) {
    auto* field = new QDoubleSpinBox;
    field->setDecimals(decimals);
    field->setRange(from, to);
    field->setSingleStep(step);
    return field;
}

QSpinBox* whole(int from, int to) {
    auto* field = new QSpinBox;
    field->setRange(from, to);
    return field;
}

OptimizerKind kindOf(const QComboBox* optimizers) {
    return static_cast<OptimizerKind>(optimizers->currentData().toInt());
}

} // namespace

TrainingSettings::TrainingSettings(QWidget* parent)
    : SettingGroup(tr("Training"), parent)
    , m_epochs(named(whole(1, 100000), "epochs", tr("Epochs"), tr("How often every image is seen")))
    , m_batch(named(whole(1, 65536), "batch", tr("Batch"), tr("How many images are seen before each step")))
    , m_learningRate(named(number(0.00001, 10, 0.0005, 5), "learningRate", tr("Learning rate"),
                           tr("How far each step goes. Can be changed while it runs.")))
    , m_beta(named(
          number(0, 1000, 0.1, 2), "beta", tr("KL weight β"),
          tr("More: simpler, more separate latents. Less: sharper images. Can be changed while it runs.")))
    , m_optimizer(named(new QComboBox, "optimizer", tr("Optimizer"), tr("How gradients become steps")))
    , m_momentum(named(number(0, 0.999, 0.05, 3), "momentum", tr("Momentum"),
                       tr("How much of the last step goes on in the next")))
    , m_weightDecay(named(number(0, 10, 0.001, 5), "weightDecay", tr("Weight decay"),
                          tr("How strongly weights are pulled to zero")))
    , m_seed(named(new QLineEdit, "seed", tr("Seed"), tr("The same seed gives the same run again")))
    , m_threads(named(whole(0, kMaxComputeThreads), "threads", tr("Threads"),
                      tr("Processor cores at work; fewer leave some for other programs"))) {
    addUsual();
    addUnfolding("moreTraining", tr("More..."), tr("Optimizer, seed and threads"));
    addSpecial();
    setConfig({});
}

void TrainingSettings::addUsual() {
    connect(m_learningRate, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { emit learningRateChanged(static_cast<float>(value)); });
    connect(m_beta, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { emit betaChanged(static_cast<float>(value)); });
    addRow(m_epochs);
    addRow(m_batch);
    addRow(m_learningRate, Change::AnyTime);
    addRow(m_beta, Change::AnyTime);
}

void TrainingSettings::addSpecial() {
    m_optimizer->addItem(tr("Adam"), static_cast<int>(OptimizerKind::Adam));
    m_optimizer->addItem(tr("AdamW"), static_cast<int>(OptimizerKind::AdamW));
    m_optimizer->addItem(tr("RMSprop"), static_cast<int>(OptimizerKind::RmsProp));
    m_optimizer->addItem(tr("SGD"), static_cast<int>(OptimizerKind::Sgd));
    connect(m_optimizer, &QComboBox::currentIndexChanged, this, &TrainingSettings::showWhatApplies);
    // Nineteen digits always fit into 64 bits.
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9]{1,19}"), m_seed));
    m_threads->setSpecialValueText(tr("all"));
    addRow(m_optimizer);
    addRow(m_momentum);
    addRow(m_weightDecay);
    addRow(m_seed);
    addRow(m_threads);
}

void TrainingSettings::showWhatApplies() {
    const OptimizerKind kind = kindOf(m_optimizer);
    setRowVisible(m_momentum, kind == OptimizerKind::Sgd || kind == OptimizerKind::RmsProp);
    setRowVisible(m_beta, m_base.model.kind == ModelKind::Vae);
}

void TrainingSettings::setConfig(const TrainConfig& config) {
    const QSignalBlocker quietRate(m_learningRate); // shown, not wished
    const QSignalBlocker quietBeta(m_beta);
    m_base = config;
    m_epochs->setValue(static_cast<int>(config.epochs));
    m_batch->setValue(static_cast<int>(config.batch));
    m_learningRate->setValue(double{config.learningRate});
    m_beta->setValue(double{config.beta});
    m_optimizer->setCurrentIndex(m_optimizer->findData(static_cast<int>(config.optimizer.kind)));
    m_momentum->setValue(double{config.optimizer.momentum});
    m_weightDecay->setValue(double{config.optimizer.weightDecay});
    m_seed->setText(QString::number(config.seed));
    m_threads->setValue(config.threads);
    showWhatApplies();
}

void TrainingSettings::apply(TrainConfig& config) const {
    config.epochs = m_epochs->value();
    config.batch = m_batch->value();
    config.learningRate = valueOf(m_learningRate, m_base.learningRate);
    config.beta = valueOf(m_beta, m_base.beta);
    config.optimizer.kind = kindOf(m_optimizer);
    config.optimizer.momentum = valueOf(m_momentum, m_base.optimizer.momentum);
    config.optimizer.weightDecay = valueOf(m_weightDecay, m_base.optimizer.weightDecay);
    config.seed = m_seed->text().toULongLong();
    config.threads = m_threads->value();
}

} // namespace latentscape
