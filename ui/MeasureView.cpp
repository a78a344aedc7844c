#include "ui/MeasureView.h"

#include "core/tensor/Threads.h"
#include "ui/EmptyState.h"
#include "ui/Figures.h"
#include "ui/FoldsPanel.h"
#include "ui/MeasureTable.h"
#include "ui/PagedCard.h"
#include "ui/SettingGroup.h"
#include "ui/TaskPanel.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedLayout>

namespace latentscape {

namespace {

constexpr qint64 kProgressInterval = 100; // ms
constexpr int kMostComponents = 200;

QString wordsOf(ReportPart part, const QString& images) {
    switch (part) {
    case ReportPart::MeasuringLosses:
        return MeasureView::tr("Measuring the losses");
    case ReportPart::Reconstructing:
        return MeasureView::tr("Reconstructing images");
    case ReportPart::FindingFactors:
        return MeasureView::tr("Looking for the factors in the latents");
    case ReportPart::EstimatingLikelihood:
        return MeasureView::tr("Estimating the likelihood");
    case ReportPart::FittingLatents:
        return MeasureView::tr("Fitting a mixture to the encodings");
    case ReportPart::TrainingClassifier:
        return MeasureView::tr("Training a classifier of %1, once").arg(images);
    case ReportPart::JudgingSamples:
        return MeasureView::tr("Judging samples");
    }
    return {};
}

QString wordsOf(const ImageShape& shape) {
    return MeasureView::tr("%1 × %2, %3")
        .arg(shape.width)
        .arg(shape.height)
        .arg(shape.channels == 1 ? MeasureView::tr("grey") : MeasureView::tr("colour"));
}

// What Measure does, and why some of it cannot be had.
QString hintFor(bool isVae, bool hasLabels) {
    const QString hint = MeasureView::tr(
        "Press Measure to see how good the model is on images that it was not trained on. %1");
    if (isVae && hasLabels) {
        return hint.arg(
            MeasureView::tr("The likelihood and a judgement of samples take longer: choose them above."));
    }
    if (isVae) {
        return hint.arg(
            MeasureView::tr("The likelihood takes longer: choose it above. Samples are judged by a "
                            "classifier, which needs labelled images."));
    }
    return hint.arg(
        hasLabels
            ? MeasureView::tr(
                  "A judgement of samples takes longer: choose it above. A GAN has no likelihood.")
            : MeasureView::tr("A GAN has no likelihood, and samples are judged by a classifier, which needs "
                              "labelled images."));
}

} // namespace

MeasureView::MeasureView(QWidget* parent)
    : QWidget(parent)
    , m_pages(new QStackedLayout(this)) {
    setObjectName("measureView");
    auto* empty =
        new EmptyState(tr("Here you will see in figures how good a model is: its bound and likelihood, "
                          "its reconstructions, its latents, and its samples."),
                       tr("Train a model"));
    connect(empty->button(), &QPushButton::clicked, this, &MeasureView::trainRequested);
    m_pages->addWidget(empty);
    m_pages->addWidget(makeCard());
    connect(&m_task, &LatestTask::failed, this, &MeasureView::fail);
    followModel();
}

QWidget* MeasureView::makeCard() {
    m_card = new PagedCard;
    m_origin = makeNote();
    m_origin->setObjectName("measureOrigin");
    m_folds = new FoldsPanel;
    m_card->addPage("showFigures", tr("Figures"), tr("How good the model is as it is now"), makeFigures(),
                    {m_origin});
    m_card->addPage("showFolds", tr("Cross-validation"),
                    tr("How good models with these settings are, trained several times on other images"),
                    m_folds);
    connect(m_card, &PagedCard::currentChanged, this, &MeasureView::figuresChanged);
    connect(m_folds, &FoldsPanel::rowsChanged, this, &MeasureView::figuresChanged);
    return m_card;
}

QWidget* MeasureView::makeFigures() {
    m_table = new MeasureTable;
    connect(m_table, &MeasureTable::copyRequested, this, &MeasureView::copy);
    m_figures = new TaskPanel(
        QStringLiteral("measure"),
        {tr("Measure"), tr("Measure the model as it is now; a run that goes on is not held up"),
         tr("Stop measuring; the figures that are known stay"), tr("How much of this part is done")},
        m_table);
    connect(m_figures, &TaskPanel::started, this, &MeasureView::measure);
    connect(m_figures, &TaskPanel::cancelled, this, &MeasureView::cancel);
    addChoices();
    return m_figures;
}

void MeasureView::addChoices() {
    m_images = named(new QComboBox, "measureImages", tr("Images"),
                     tr("How many held-out images are measured, the first ones"));
    m_likelihood = named(new QComboBox, "measureLikelihood", tr("Likelihood"), {}); // tips: followModel()
    m_likelihood->addItem(tr("off"), 0);
    for (const int samples : {50, 500, 5000}) {
        m_likelihood->addItem(tr("%1 samples").arg(wholeNumber(samples)), samples);
    }
    m_samples = named(new QComboBox, "measureSamples", tr("Samples"), {});
    m_samples->addItem(tr("not judged"), 0);
    for (const int samples : {1000, 5000, 10000}) {
        m_samples->addItem(tr("judge %1").arg(wholeNumber(samples)), samples);
    }
    m_latents = named(new QComboBox, "measureLatents", tr("Latents of the samples"), {});
    m_latents->addItem(tr("from the prior"), static_cast<int>(LatentSource::Prior));
    m_latents->addItem(tr("fitted"), static_cast<int>(LatentSource::Fitted));
    m_components = named(new QSpinBox, "measureComponents", tr("Components"),
                         tr("How many Gaussians that mixture has: more follow the encodings more closely and "
                            "take longer to fit"));
    m_components->setRange(1, kMostComponents);
    m_components->setValue(MixtureOptions().components);
    m_components->setSuffix(tr(" Gaussians")); // which is shorter than a name before it
    for (const QComboBox* choice : {m_samples, m_latents}) {
        connect(choice, &QComboBox::currentIndexChanged, this, &MeasureView::followModel);
    }
    m_figures->addChoice(tr("Images"), m_images);
    m_figures->addChoice(tr("Likelihood"), m_likelihood);
    m_figures->addChoice(tr("Samples"), m_samples);
    m_figures->addChoice({}, m_latents);
    m_componentsChoice = m_figures->addChoice({}, m_components);
}

// ---- what there is to measure ----

void MeasureView::setRun(const TrainConfig& config) {
    m_model.config = config;
    m_model.weights.reset();
    m_folds->setRun(config);
    forget();
}

void MeasureView::setWeights(std::shared_ptr<const Weights> weights) {
    const bool first = !m_model.weights;
    m_model.weights = std::move(weights);
    if (first) {
        followModel();
    }
}

void MeasureView::setData(const LoadedData& loaded) {
    m_model.data = loaded;
    m_folds->setData(loaded);
    m_images->clear();
    const std::int64_t all = loaded.heldOut ? loaded.heldOut->count() : 0;
    m_images->addItem(tr("all %1").arg(wholeNumber(all)), 0);
    for (const int count : {5000, 1000, 100}) {
        if (count < all) {
            m_images->addItem(tr("the first %1").arg(wholeNumber(count)), count);
        }
    }
    forget();
}

void MeasureView::setLive(bool training) {
    m_live = training;
    m_folds->setLive(training);
}

bool MeasureView::hasFigures() const {
    return m_card->currentPage() == m_folds ? !m_folds->text().isEmpty() : m_report.has_value();
}

void MeasureView::forget() {
    m_task.cancel();
    m_report.reset();
    m_table->setRows({});
    m_origin->clear();
    m_figures->showWords({});
    m_figures->showResults(false);
    m_figures->setBusy(false);
    followModel();
    emit figuresChanged();
}

// What cannot be had of this model, or of these images, says why; its first choice is to do without.
void MeasureView::allow(QComboBox* choice, bool can, const QString& without, const QString& tip) {
    choice->setItemText(0, without);
    choice->setCurrentIndex(can ? choice->currentIndex() : 0);
    choice->setEnabled(can);
    choice->setToolTip(tip);
}

// Only what applies to the model and to the images can be chosen.
void MeasureView::followModel() {
    m_pages->setCurrentIndex(m_model.weights ? 1 : 0);
    const bool isVae = m_model.config.model.kind == ModelKind::Vae;
    const bool hasLabels = m_model.data.train && m_model.data.train->hasLabels();
    allow(m_likelihood, isVae, isVae ? tr("off") : tr("a GAN has none"),
          isVae ? tr("Estimate the log-likelihood with so many samples of z an image: the more, the tighter "
                     "and the longer")
                : tr("A GAN makes images without saying how likely they are"));
    allow(m_samples, hasLabels, hasLabels ? tr("not judged") : tr("need labels"),
          hasLabels
              ? tr("Judge so many samples of the model in the features of a classifier that Latentscape "
                   "trains for these images, once: that takes minutes for a large data set")
              : tr("Samples are judged by a classifier, which can be trained on labelled images only"));
    allow(m_latents, isVae, tr("from the prior"),
          isVae ? tr("Draw the samples' latents from the prior, or from a mixture of Gaussians that is "
                     "fitted to the encodings of the training images")
                : tr("A GAN has no encoder, and so no encodings that a mixture could be fitted to"));
    m_latents->setVisible(hasLabels && m_samples->currentIndex() > 0);
    m_componentsChoice->setVisible(!m_latents->isHidden() && m_latents->currentData().toInt() ==
                                                                 static_cast<int>(LatentSource::Fitted));
    m_figures->setHint(hintFor(isVae, hasLabels));
    m_figures->setCanStart(m_model.isComplete());
    if (m_model.weights && !m_model.isComplete()) {
        m_figures->showWords(
            m_model.data.train
                ? tr("These images are %1, the model was made for %2. Choose fitting ones.")
                      .arg(wordsOf(m_model.data.train->shape()), wordsOf(m_model.config.model.image))
                : tr("There are no images to measure on. Choose a data set."));
    }
}

ReportOptions MeasureView::options() const {
    const auto chosen = [](const QComboBox* field) {
        const bool applies = !field->isHidden() && field->isEnabled();
        return applies ? field->currentData().toInt() : 0;
    };
    ReportOptions options;
    options.images = chosen(m_images);
    options.nllSamples = chosen(m_likelihood);
    options.samples = chosen(m_samples);
    options.latents.source = static_cast<LatentSource>(chosen(m_latents));
    options.latents.mixture.components = m_components->value();
    return options;
}

// ---- measuring ----

void MeasureView::measure() {
    if (!m_model.isComplete()) {
        return;
    }
    m_measured = m_model;
    m_since.start();
    m_figures->setBusy(true);
    showProgress(ReportPart::MeasuringLosses, 0);
    const int threads = m_live ? 1 : 0; // a run keeps its cores
    m_task.run([this, model = m_measured, options = options(),
                threads](const std::stop_token& stop) -> std::function<void()> {
        setComputeThreads(threads);
        reportOf(*model.build(), model.config, model.data, options, watchOf(stop));
        return [this] { finish(); };
    });
}

// Called on the task's thread.
ReportWatch MeasureView::watchOf(const std::stop_token& stop) {
    QElapsedTimer sinceTold;
    const auto progress = [this, stop, sinceTold, last = std::optional<ReportPart>()](ReportPart part,
                                                                                      double share) mutable {
        if (last != part || sinceTold.elapsed() > kProgressInterval) {
            last = part;
            sinceTold.start();
            m_task.tell(stop, [this, part, share] { showProgress(part, share); });
        }
    };
    const auto found = [this, stop](const ModelReport& report) {
        m_task.tell(stop, [this, report] { showReport(report); });
    };
    return {stop, progress, found};
}

void MeasureView::cancel() {
    if (m_task.isBusy()) {
        m_task.cancel();
        m_figures->setBusy(false);
        m_figures->showWords(m_report ? tr("Cancelled. What was measured before is shown.")
                                      : tr("Cancelled."));
    }
}

void MeasureView::showReport(const ModelReport& report) {
    m_report = report;
    m_table->setRows(rowsOf(report, *m_measured.data.heldOut));
    m_figures->showResults(true);
    m_origin->setText(tr("%1 held-out images of %2, weights of step %3")
                          .arg(wholeNumber(report.images),
                               QString::fromStdString(m_measured.data.heldOut->name()),
                               wholeNumber(m_measured.weights->step)));
    emit figuresChanged();
}

void MeasureView::showProgress(ReportPart part, double share) {
    const QString words = wordsOf(part, QString::fromStdString(m_measured.data.train->name()));
    m_figures->showWords(share > 0 ? tr("%1: %2 %").arg(words).arg(static_cast<int>(100 * share))
                                   : words + "...");
    m_figures->showShare(share);
}

void MeasureView::finish() {
    m_figures->setBusy(false);
    m_figures->showWords(tr("Measured in %1. Rest the mouse on a line to read where a figure comes from.")
                             .arg(duration(static_cast<double>(m_since.elapsed()) / 1000)));
}

void MeasureView::fail(const QString& message) {
    m_figures->setBusy(false);
    m_figures->showWords(message);
}

void MeasureView::copy() {
    if (hasFigures()) {
        const bool folds = m_card->currentPage() == m_folds;
        QGuiApplication::clipboard()->setText(folds ? m_folds->text()
                                                    : m_origin->text() + '\n' + m_table->text());
        emit notice(tr("Copied the figures"));
    }
}

} // namespace latentscape
