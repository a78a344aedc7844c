#include "ui/ModelSettings.h"

#include "core/tensor/Error.h"
#include "core/train/Preset.h"
#include "ui/Card.h"
#include "ui/Figures.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSpinBox>
#include <QStyle>

#include <algorithm>

namespace latentscape {

namespace {

constexpr std::int64_t kWidest = 65536; // as in a preset's file

QString hiddenText(const std::vector<std::int64_t>& hidden) {
    QStringList widths;
    for (const std::int64_t width : hidden) {
        widths << QString::number(width);
    }
    return widths.join(QStringLiteral(", "));
}

} // namespace

std::optional<std::vector<std::int64_t>> parseHidden(const QString& text) {
    static const QRegularExpression between(QStringLiteral("[\\s,;–-]+"));
    std::vector<std::int64_t> widths;
    for (const QString& part : text.split(between, Qt::SkipEmptyParts)) {
        bool ok = false;
        widths.push_back(part.toLongLong(&ok));
        if (!ok || widths.back() < 1 || widths.back() > kWidest) {
            return std::nullopt;
        }
    }
    return widths;
}

ModelSettings::ModelSettings(QWidget* parent)
    : SettingGroup(tr("Model"), parent)
    , m_preset(named(new QComboBox, "preset", tr("Model"), tr("The network to train")))
    , m_note(makeNote())
    , m_hidden(named(new QLineEdit, "hidden", tr("Hidden layers"),
                     tr("Widths of the encoder's layers, such as 400 or 64, 32; the decoder mirrors them")))
    , m_latent(named(new QSpinBox, "latent", tr("Latents"), tr("How many numbers describe an image")))
    , m_likelihood(named(new QComboBox, "likelihood", tr("Likelihood"),
                         tr("How a pixel's error is counted. Bernoulli: cross-entropy, for images that are "
                            "nearly black and white. Gaussian: squared error, of unit variance or of "
                            "one that is learned."))) {
    for (const Preset& preset : presets()) {
        m_preset->addItem(QString::fromStdString(preset.title));
        m_preset->setItemData(m_preset->count() - 1, QString::fromStdString(preset.summary), Qt::ToolTipRole);
    }
    connect(m_preset, &QComboBox::activated, this,
            [this](int index) { emit presetChosen(presets().at(static_cast<std::size_t>(index)).config); });
    m_note->setObjectName("modelNote");
    m_note->setWordWrap(true);
    m_latent->setRange(1, 512);
    m_likelihood->addItem(tr("Bernoulli"), static_cast<int>(Likelihood::Bernoulli));
    m_likelihood->addItem(tr("Gaussian"), static_cast<int>(Likelihood::Gaussian));
    m_likelihood->addItem(tr("Gaussian, learned variance"), static_cast<int>(Likelihood::GaussianLearned));
    addWideField(m_preset);
    addWide(m_note);
    addRow(m_latent);
    addUnfolding("editModel", tr("Edit..."), tr("Change the network's layers and what it minimises"));
    addRow(m_hidden);
    addRow(m_likelihood);
    connect(m_hidden, &QLineEdit::textChanged, this, &ModelSettings::describeModel);
    connect(m_latent, &QSpinBox::valueChanged, this, &ModelSettings::describeModel);
    connect(m_likelihood, &QComboBox::currentIndexChanged, this, &ModelSettings::describeModel);
}

void ModelSettings::setConfig(const TrainConfig& config) {
    m_base = config.model;
    const auto preset = std::ranges::find(presets(), config.preset, &Preset::name);
    m_preset->setCurrentIndex(preset == presets().end() ? -1 : static_cast<int>(preset - presets().begin()));
    const auto widths = denseWidths(m_base);
    m_hidden->setText(hiddenText(widths.value_or(std::vector<std::int64_t>())));
    setRowVisible(m_hidden, widths.has_value());
    setRowVisible(m_likelihood, m_base.kind == ModelKind::Vae);
    m_side = config.side;
    m_latent->setValue(static_cast<int>(m_base.latent));
    m_likelihood->setCurrentIndex(m_likelihood->findData(static_cast<int>(m_base.likelihood)));
    describeModel();
}

void ModelSettings::setImageShape(const ImageShape& shape) {
    m_shape = shape;
    describeModel();
}

ImageShape ModelSettings::imageShape() const {
    return m_side > 0 ? ImageShape{m_shape.channels, m_side, m_side} : m_shape;
}

ModelConfig ModelSettings::model() const {
    ModelConfig model = m_base;
    model.image = imageShape();
    if (denseWidths(m_base)) {
        setDenseWidths(model, parseHidden(m_hidden->text()).value_or(*denseWidths(m_base)));
    }
    model.latent = m_latent->value();
    model.likelihood = static_cast<Likelihood>(m_likelihood->currentData().toInt());
    return model;
}

QString ModelSettings::problem() const {
    if (!parseHidden(m_hidden->text())) {
        return tr("Hidden layers: give widths, such as 400 or 64, 32.");
    }
    try {
        validate(model());
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

// A preset that was edited does not go by its bare name.
void ModelSettings::markChange() {
    for (int i = 0; i < m_preset->count(); ++i) {
        const Preset& preset = presets().at(static_cast<std::size_t>(i));
        ModelConfig unchanged = preset.config.model;
        unchanged.image = imageShape();
        const QString title = QString::fromStdString(preset.title);
        const bool changed = i == m_preset->currentIndex() && model() != unchanged;
        m_preset->setItemText(i, changed ? tr("%1 (changed)").arg(title) : title);
    }
}

void ModelSettings::describeModel() {
    if (m_shape.pixels() == 0) {
        return;
    }
    markChange();
    const QString wrong = problem();
    m_note->setProperty("role", wrong.isEmpty() ? "note" : "attention");
    m_note->style()->polish(m_note);
    m_note->setText(wrong.isEmpty() ? tr("%1\n%2 parameters")
                                          .arg(QString::fromStdString(describe(model())),
                                               wholeNumber(parameterCount(model())))
                                    : wrong);
    emit edited();
}

} // namespace latentscape
