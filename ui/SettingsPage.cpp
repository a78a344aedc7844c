#include "ui/SettingsPage.h"

#include "core/nn/SpectralNetwork.h"
#include "core/tensor/Threads.h"
#include "core/train/UserPresets.h"
#include "ui/AugmentPreview.h"
#include "ui/Card.h"
#include "ui/Glossary.h"

#include <QLabel>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace latentscape {

namespace {

constexpr int kNameWidth = 128;
constexpr int kPresetNoteWidth = 380;
constexpr auto kLive = SettingGroup::Change::AnyTime; // may change while a run goes on
constexpr std::int64_t kWidest = 65536;               // as in a preset's file

bool isVae(const TrainConfig& config) {
    return config.model.kind == ModelKind::Vae;
}

bool isGan(const TrainConfig& config) {
    return !isVae(config);
}

// With one of these optimizers.
SettingForm::Applies with(std::initializer_list<OptimizerKind> kinds) {
    return [kinds = std::vector(kinds)](const TrainConfig& config) {
        return std::ranges::find(kinds, config.optimizer.kind) != kinds.end();
    };
}

QString hiddenText(const TrainConfig& config) {
    QStringList widths;
    for (const std::int64_t width : denseWidths(config.model).value_or(std::vector<std::int64_t>())) {
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

SettingsPage::SettingsPage(QWidget* parent)
    : Page("settingsPage", tr("All settings"), parent)
    , m_presetName(named(new QLineEdit, "presetName", tr("Name of a preset"),
                         tr("What to call these settings in the list of models")))
    , m_savePreset(named(new QPushButton(tr("Save preset")), "savePreset", tr("Save preset"),
                         tr("Keep model and training as a preset of your own, beside the built-in ones")))
    , m_presetNote(makeNote()) {
    auto* inner = new QWidget;
    auto* row = new QHBoxLayout(inner);
    row->setContentsMargins(0, 0, 8, 0); // beside it the bar that scrolls
    row->setSpacing(12);
    std::array<QVBoxLayout*, 3> columns{};
    for (QVBoxLayout*& column : columns) {
        column = new QVBoxLayout;
        column->setSpacing(12);
        row->addLayout(column, 1);
    }
    addImages(addForm(columns[0], tr("Images")));
    SettingForm* model = addForm(columns[0], tr("Model"));
    addModel(model);
    addGame(model);
    addRun(addForm(columns[0], tr("This run")));
    addAugmentation(addForm(columns[1], tr("Changes to training images")));
    addOptimizer(addForm(columns[2], tr("Optimizer")));
    addSchedule(addForm(columns[2], tr("Schedule and end")));
    for (QVBoxLayout* column : columns) {
        column->addStretch();
    }
    auto* area = new QScrollArea;
    area->setObjectName("allSettings");
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidgetResizable(true);
    area->setWidget(inner);
    body()->addWidget(area, 1);
    addPresetName();
}

SettingForm* SettingsPage::addForm(QBoxLayout* column, const QString& title) {
    auto* card = new QFrame;
    card->setProperty("role", "card");
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(12, 8, 12, 12);
    auto* form = new SettingForm(title, kNameWidth);
    inside->addWidget(form);
    column->addWidget(card);
    connect(form, &SettingForm::edited, this, &SettingsPage::edited);
    m_forms.push_back(form);
    return form;
}

void SettingsPage::addImages(SettingForm* form) {
    form->addWhole(
        {"side", tr("Side"), tr("Bring the images to so many pixels a side")},
        {0, kLargestSide, 8, 0, tr("as they are"), tr(" pixels")}, [](auto& c) -> auto& { return c.side; });
    form->addChoice<Fit>(
        {"fit", tr("Fit"),
         tr("How images of another shape get to that side. Crop: what stands out is cut off. Pad: black "
            "beside them. Stretch: their proportions change.")},
        {{tr("Crop"), Fit::Crop}, {tr("Pad"), Fit::Pad}, {tr("Stretch"), Fit::Stretch}},
        [](auto& c) -> auto& { return c.fit; });
    form->addChoice<Colour>(
        {"colour", tr("Colours"), tr("Whether the model sees colours")},
        {{tr("As the images are"), Colour::Auto}, {tr("Grey"), Colour::Grey}, {tr("Colour"), Colour::Rgb}},
        [](auto& c) -> auto& { return c.colour; });
    form->addChoice<Binarise>(
        {"binarise", tr("Black and white"),
         tr("Makes pixels black or white by chance, as likely white as they are bright: once for all, or "
            "anew each time an image is seen")},
        {{tr("No"), Binarise::None}, {tr("Once"), Binarise::Static}, {tr("Anew"), Binarise::Dynamic}},
        [](auto& c) -> auto& { return c.binarise; });
    form->addWhole(
        {"limit", tr("At most"), tr("Use so many training images only")},
        {0, 100'000'000, 1000, 0, tr("all images"), tr(" images")}, [](auto& c) -> auto& { return c.limit; });
    connect(form, &SettingForm::edited, this, &SettingsPage::imagesChanged);
}

void SettingsPage::addModel(SettingForm* form) {
    m_conditional = form->addSwitch(
        {"conditional", tr("Use the labels"), tipOf(Term::Conditional)},
        [](auto& c) -> auto& { return c.conditional; });
    m_hidden = form->addLine(
        {"hidden", tr("Hidden layers"),
         tr("Widths of the encoder's layers, such as 400 or 64, 32; the decoder mirrors them")},
        hiddenText,
        [](TrainConfig& c, const QString& text) {
            if (const auto widths = parseHidden(text); widths && denseWidths(c.model)) {
                setDenseWidths(c.model, *widths);
            }
        },
        [](const TrainConfig& c) { return denseWidths(c.model).has_value(); });
    form->addChoice<Likelihood>(
        {"likelihood", tr("Likelihood"), tipOf(Term::Likelihood)},
        {{tr("Bernoulli"), Likelihood::Bernoulli},
         {tr("Gaussian"), Likelihood::Gaussian},
         {tr("Gaussian, learned"), Likelihood::GaussianLearned}},
        [](auto& c) -> auto& { return c.model.likelihood; }, isVae);
    form->addWhole(
        {"samples", tr("Samples"), tipOf(Term::ImportanceSamples)}, {1, 1000},
        [](auto& c) -> auto& { return c.samples; }, isVae, kLive);
    form->addNumber(
        {"freeBits", tr("Free bits"), tipOf(Term::FreeBits)}, {0, 1000, 0.1, 2, tr("none"), tr(" nats")},
        [](auto& c) -> auto& { return c.freeBits; },
        [](const TrainConfig& c) { return isVae(c) && (c.samples == 1 || c.freeBits > 0); }, kLive);
}

void SettingsPage::addGame(SettingForm* form) {
    const auto isNormalised = [](const TrainConfig& c) { return isSpectrallyNormalised(c.model.encoder); };
    form->addSwitch(
        {"spectralNorm", tr("Spectral norm"), tipOf(Term::SpectralNorm)}, isNormalised,
        [isNormalised](TrainConfig& c, bool on) {
            if (on != isNormalised(c)) { // else a network with some such layers would not stay as it is
                setSpectralNorm(c.model.encoder, on);
            }
        },
        isGan);
    form->addChoice<GanLoss>(
        {"ganLoss", tr("Loss"),
         tr("What the two networks play for; relativistic sets each real image against a made one")},
        {{tr("Non-saturating"), GanLoss::NonSaturating},
         {tr("Least squares"), GanLoss::LeastSquares},
         {tr("Hinge"), GanLoss::Hinge},
         {tr("Relativistic"), GanLoss::Relativistic}},
        [](auto& c) -> auto& { return c.model.ganLoss; }, isGan, kLive);
    form->addNumber(
        {"labelSmoothing", tr("Label smoothing"), tipOf(Term::LabelSmoothing)}, {0, 0.5, 0.05, 2, tr("none")},
        [](auto& c) -> auto& { return c.model.labelSmoothing; }, isGan, kLive);
    form->addWhole(
        {"discriminatorSteps", tr("Discriminator"),
         tr("Its steps for one of the generator: more make it a better judge and learning slower")},
        {1, static_cast<double>(kMostDiscriminatorSteps), 1, 0, tr("1 step"), tr(" steps")},
        [](auto& c) -> auto& { return c.model.discriminatorSteps; }, isGan, kLive);
    form->addNumber(
        {"weightAverage", tr("Weight average"), tipOf(Term::WeightAverage)},
        {0, double{kSlowestAverage}, 0.001, 5, tr("none")},
        [](auto& c) -> auto& { return c.model.weightAverage; }, isGan, kLive);
    const auto addSeen = [form](const DifferentiableAugmentSetting& setting, const char* objectName,
                                const QString& title, const QString& tip) {
        form->addNumber(
            {objectName, title, tip}, {0, double{setting.most}, double{setting.usual} / 2, 4, tr("no")},
            [value = setting.value](auto& c) -> auto& { return c.model.differentiableAugment.*value; }, isGan,
            kLive);
    };
    const auto& [colour, translation, cutout] = kDifferentiableAugmentSettings;
    addSeen(colour, "seenColour", tr("Seen recoloured"),
            tipOf(Term::DifferentiableAugmentation) +
                tr("<p>This one: other brightness, contrast and saturation; 1 is usual.</p>"));
    addSeen(translation, "seenTranslation", tr("Seen shifted"),
            tipOf(Term::DifferentiableAugmentation) +
                tr("<p>This one: shifted by at most so much of their side; 0.125 is usual.</p>"));
    addSeen(cutout, "seenCutout", tr("Seen cut out"),
            tipOf(Term::DifferentiableAugmentation) +
                tr("<p>This one: without a rectangle of so much of each side; 0.5 is usual.</p>"));
}

void SettingsPage::addAugmentation(SettingForm* form) {
    const auto add = [form](const char* name, const QString& title, const QString& tip, double step,
                            int decimals, const QString& unit = {}) {
        const auto setting =
            std::ranges::find(kAugmentSettings, std::string_view(name), &AugmentSetting::name);
        form->addNumber(
            {setting->value == &AugmentConfig::colour ? "saturation" : name, title, tip},
            {0, double{setting->most}, step, decimals, tr("none"), unit},
            [value = setting->value](auto& c) -> auto& { return c.augment.*value; }, {}, kLive);
    };
    add("shift", tr("Shift"), tr("At most so many pixels in each direction"), 1, 1, tr(" pixels"));
    add("rotate", tr("Rotate"), tr("At most so many degrees either way"), 5, 1, tr("°"));
    add("scale", tr("Scale"), tr("0.1: up to a tenth larger or smaller"), 0.05, 2);
    add("flip", tr("Flip"), tr("Probability that left and right change places"), 0.1, 2);
    add("elastic", tr("Elastic"), tr("Bends the image; pixels that its points move at most"), 0.5, 1,
        tr(" pixels"));
    add("noise", tr("Noise"), tr("Grain: its standard deviation, of white = 1"), 0.01, 2);
    add("brightness", tr("Brightness"), tr("Lighter or darker by at most so much, of white = 1"), 0.05, 2);
    add("contrast", tr("Contrast"), tr("0.2: up to a fifth more or less"), 0.05, 2);
    add("colour", tr("Saturation"), tr("0.3: up to a third more or less colourful"), 0.05, 2);
    m_preview = new AugmentPreview;
    form->addWide(m_preview);
    connect(form->addLink("augmentAgain", tr("Draw again"), tr("Change the images below in another way"),
                          SettingGroup::Change::AnyTime),
            &QToolButton::clicked, m_preview, &AugmentPreview::drawAgain);
}

void SettingsPage::addOptimizer(SettingForm* form) {
    using enum OptimizerKind;
    m_optimizerForm = form;
    m_optimizer = form->addChoice<OptimizerKind>(
        {"optimizer", tr("Optimizer"), tipOf(Term::Optimizer)},
        {{tr("Adam"), Adam}, {tr("AdamW"), AdamW}, {tr("RMSprop"), RmsProp}, {tr("SGD"), Sgd}},
        [](auto& c) -> auto& { return c.optimizer.kind; }, {}, kLive);
    connect(m_optimizer, &QComboBox::activated, this, &SettingsPage::chooseCustomary);
    form->addNumber(
        {"momentum", tr("Momentum"), tipOf(Term::Momentum)}, {0, 0.999, 0.05, 3},
        [](auto& c) -> auto& { return c.optimizer.momentum; }, with({Sgd, RmsProp}), kLive);
    form->addSwitch(
        {"nesterov", tr("Nesterov"), tr("Momentum that looks ahead to where it leads")},
        [](auto& c) -> auto& { return c.optimizer.nesterov; }, with({Sgd}), kLive);
    form->addNumber(
        {"beta1", tr("Mean forgets β1"),
         tr("How much of the mean gradient is kept from step to step; 0.5 is customary for GANs")},
        {0, 0.9999, 0.05, 4}, [](auto& c) -> auto& { return c.optimizer.beta1; }, with({Adam, AdamW}), kLive);
    form->addNumber(
        {"beta2", tr("Square forgets β2"),
         tr("How much of the gradient's mean square is kept from step to step")},
        {0, 0.99999, 0.001, 5}, [](auto& c) -> auto& { return c.optimizer.beta2; },
        with({Adam, AdamW, RmsProp}), kLive);
    form->addNumber(
        {"weightDecay", tr("Weight decay"), tipOf(Term::WeightDecay)}, {0, 10, 0.001, 5, tr("none")},
        [](auto& c) -> auto& { return c.optimizer.weightDecay; }, {}, kLive);
    form->addNumber(
        {"clipNorm", tr("Clip gradients"), tipOf(Term::ClipGradients)}, {0, 1e6, 1, 2, tr("never")},
        [](auto& c) -> auto& { return c.optimizer.clipNorm; }, {}, kLive);
}

void SettingsPage::addSchedule(SettingForm* form) {
    const auto inSteps = [](const TrainConfig& c) { return c.schedule.kind == ScheduleKind::Step; };
    form->addChoice<ScheduleKind>(
        {"schedule", tr("Learning rate"), tipOf(Term::Schedule)},
        {{tr("Constant"), ScheduleKind::Constant},
         {tr("In steps"), ScheduleKind::Step},
         {tr("Cosine to zero"), ScheduleKind::Cosine},
         {tr("One cycle"), ScheduleKind::OneCycle}},
        [](auto& c) -> auto& { return c.schedule.kind; }, {}, kLive);
    form->addWhole(
        {"stepEpochs", tr("Step every"), tr("Epochs between two steps of the rate")}, {1, 100000},
        [](auto& c) -> auto& { return c.schedule.stepEpochs; }, inSteps, kLive);
    form->addNumber(
        {"stepFactor", tr("Step times"), tr("What each step multiplies the rate with")}, {0, 1000, 0.1, 3},
        [](auto& c) -> auto& { return c.schedule.stepFactor; }, inSteps, kLive);
    form->addNumber(
        {"warmup", tr("Warm-up"), tr("The rate rises over so many epochs first")},
        {0, 100000, 1, 1, tr("none"), tr(" epochs")},
        [](auto& c) -> auto& { return c.schedule.warmupEpochs; }, {}, kLive);
    form->addNumber(
        {"klWarmup", tr("KL warm-up"), tipOf(Term::KlWarmUp)}, {0, 100000, 1, 1, tr("none"), tr(" epochs")},
        [](auto& c) -> auto& { return c.schedule.klWarmupEpochs; }, isVae, kLive);
    form->addWhole(
        {"patience", tr("Patience"), tipOf(Term::EarlyStopping)},
        {0, 100000, 1, 0, tr("no early end"), tr(" epochs")}, [](auto& c) -> auto& { return c.patience; },
        isVae, kLive);
    form->addNumber(
        {"minDelta", tr("Better by"), tr("Nats by which a better loss must be better")}, {0, 1000, 0.1, 2},
        [](auto& c) -> auto& { return c.minDelta; },
        [](const TrainConfig& c) { return isVae(c) && c.patience > 0; }, kLive);
}

void SettingsPage::addRun(SettingForm* form) {
    QLineEdit* seed = form->addLine(
        {"seed", tr("Seed"), tipOf(Term::Seed)}, [](const TrainConfig& c) { return QString::number(c.seed); },
        [](TrainConfig& c, const QString& text) { c.seed = text.toULongLong(); });
    // Nineteen digits always fit into 64 bits.
    seed->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9]{1,19}"), seed));
    form->addWhole(
        {"threads", tr("Threads"), tr("Processor cores at work; fewer leave some for other programs")},
        {0, kMaxComputeThreads, 1, 0, tr("all")}, [](auto& c) -> auto& { return c.threads; });
    form->addChoice<Precision>(
        {"precision", tr("Precision"), tipOf(Term::Bf16)},
        {{tr("f32"), Precision::F32},
         {hasFastBf16() ? tr("bf16") : tr("bf16, on this machine f32"), Precision::Bf16}},
        [](auto& c) -> auto& { return c.model.precision; },
        [](const TrainConfig& c) { return hasFastBf16() || c.model.precision == Precision::Bf16; });
}

// Another optimizer brings its usual details with it.
void SettingsPage::chooseCustomary() {
    TrainConfig config = m_config;
    config.optimizer = customary(static_cast<OptimizerKind>(m_optimizer->currentData().toInt()));
    config.optimizer.clipNorm = m_config.optimizer.clipNorm;
    m_optimizerForm->setConfig(config);
    emit edited();
}

void SettingsPage::follow(const TrainConfig& config) {
    m_config = config;
    for (SettingForm* form : m_forms) {
        form->showWhatApplies(config);
    }
    m_preview->setConfig(config);
    showLabels();
}

// A preset that wants labels can be told to do without.
void SettingsPage::showLabels() {
    m_conditional->setEnabled(m_hasLabels || m_config.conditional);
    m_conditional->setToolTip(
        m_hasLabels ? tipOf(Term::Conditional)
                    : tr("These images have no labels. A folder with one subfolder a class has, and so have "
                         "Shapes, MNIST and CIFAR."));
}

void SettingsPage::setData(const LoadedData& loaded) {
    m_preview->setData(loaded.train);
    m_hasLabels = loaded.train->hasLabels();
    showLabels();
}

QString SettingsPage::problem() const {
    return parseHidden(m_hidden->text()) ? QString()
                                         : tr("Hidden layers: give widths, such as 400 or 64, 32.");
}

// ---- presets of one's own ----

void SettingsPage::addPresetName() {
    m_presetName->setPlaceholderText(tr("Name of a preset of your own"));
    m_presetName->setFixedSize(220, 28);
    m_presetName->setMaxLength(60);
    m_presetNote->setObjectName("presetNote");
    m_presetNote->setWordWrap(true);
    m_presetNote->setMinimumWidth(kPresetNoteWidth);
    m_presetNote->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_savePreset->setEnabled(false);
    header()->addWidget(m_presetNote);
    header()->addWidget(m_presetName);
    header()->addWidget(m_savePreset);
    connect(m_presetName, &QLineEdit::textChanged, this, [this](const QString& text) {
        const auto file = userPresetFolder() / (presetNameFromTitle(text.toStdString()) + ".json");
        std::error_code none;
        const bool taken = std::filesystem::exists(file, none);
        m_savePreset->setText(taken ? tr("Replace preset") : tr("Save preset"));
        m_savePreset->setEnabled(!text.trimmed().isEmpty());
        m_presetNote->clear();
    });
    connect(m_presetName, &QLineEdit::returnPressed, m_savePreset, &QPushButton::click);
    connect(m_savePreset, &QPushButton::clicked, this, &SettingsPage::savePreset);
    connect(&m_saving, &LatestTask::failed, m_presetNote, &QLabel::setText);
}

void SettingsPage::savePreset() {
    m_saving.run(
        [this, title = m_presetName->text().trimmed().toStdString(), config = m_config](std::stop_token) {
            const auto preset = std::make_shared<const Preset>(saveUserPreset(title, config));
            return [this, preset] {
                m_presetName->clear();
                m_presetNote->setText(tr("Kept as %1").arg(QString::fromStdString(preset->name)));
                emit presetSaved(*preset);
            };
        });
}

void SettingsPage::goToPresetName() {
    m_presetName->setFocus();
}

} // namespace latentscape
