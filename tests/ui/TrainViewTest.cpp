// The Train page: empty until there is a run, then curves, figures and samples.
#include "ui/TrainView.h"
#include "tests/ui/ChildOf.h"
#include "tests/ui/RunSnapshots.h"
#include "tests/ui/TinyModel.h"
#include "ui/ChoiceLink.h"
#include "ui/HistoryStrip.h"
#include "ui/ImageStage.h"
#include "ui/LossPlot.h"
#include "ui/PictureRecord.h"
#include "ui/SamplesCard.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <memory>

using namespace latentscape;

class TrainViewTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_view = std::make_unique<TrainView>(&m_open);
        m_view->resize(1000, 640);
        m_view->show();
    }
    void cleanup() { m_view.reset(); }

    void emptyItOffersToTrain() {
        QSignalSpy asked(m_view.get(), &TrainView::trainRequested);
        QVERIFY(!find<LossPlot>("lossPlot")->isVisible());
        find<QPushButton>("emptyAction")->click();
        QCOMPARE(asked.count(), 1);
    }

    void showsCurvesFiguresAndSamples() {
        m_view->clear(ModelKind::Vae);
        m_view->showSnapshot(run());
        QVERIFY(find<LossPlot>("lossPlot")->isVisible());
        QCOMPARE(find<LossPlot>("lossPlot")->pointCount(), 50);
        QCOMPARE(find<QLabel>("speedFigure")->text(), QString("61,234"));
        QCOMPARE(find<QLabel>("leftFigure")->text(), QString("1:02"));
        QVERIFY(find<QLabel>("totalFigure")->text().startsWith("2"));
        QCOMPARE(find<QLabel>("klFigure")->text(), QString("10.0"));
        QVERIFY(words().contains("held out 207.0"));
        QVERIFY(words().contains("1 of 2 in use"));
        QVERIFY(words().contains("step 50"));
        QVERIFY(words().contains("epoch 0.5 of 10"));
        QCOMPARE(find<ImageStage>("samples")->images()->size(), 40);
    }

    void ofAGanBothNetworksHaveTheirHeldOutLoss() {
        m_view->clear(ModelKind::Gan);
        Snapshot snapshot = run();
        snapshot.epochs.back().heldOut = {1.25f, 0.75f, 0.6f, 0.4f};
        m_view->showSnapshot(snapshot);
        QVERIFY(words().contains("held out 1.25"));
        QVERIFY(words().contains("held out 0.75"));
    }

    void afterARunItSaysHowLongItTook() {
        m_view->clear(ModelKind::Vae);
        Snapshot end = run();
        end.state = TrainState::Finished;
        end.epochs.back().trainSeconds = 75;
        m_view->showSnapshot(end);
        QCOMPARE(find<QLabel>("leftFigure")->text(), QString("1:15"));
        QVERIFY(words().contains("Took"));
        m_view->clear(ModelKind::Vae);
        QVERIFY(words().contains("Left"));
    }

    void saysWithWhichWeightTheKlCountsNow() {
        m_view->clear(ModelKind::Vae);
        Snapshot snapshot = run();
        snapshot.beta = 0.25f; // on the way up
        m_view->showSnapshot(snapshot);
        QVERIFY(words().contains("KL, weight 0.25"));
        snapshot.beta = 1;
        snapshot.state = TrainState::Finished;
        m_view->showSnapshot(snapshot);
        QVERIFY(words().contains("KL"));
    }

    void aVeryLargeLossStaysShort() {
        m_view->clear(ModelKind::Vae);
        Snapshot snapshot = run();
        snapshot.losses = {{0, 0, {296389241.3f, 12345.6f, 1}}};
        m_view->showSnapshot(snapshot);
        QCOMPARE(find<QLabel>("totalFigure")->text().toLower(), QString("2.96e+08"));
        QCOMPARE(find<QLabel>("reconstructionFigure")->text(), QString("12,345.6"));
    }

    void theNextRunStartsAfresh() {
        m_view->clear(ModelKind::Vae);
        m_view->showSnapshot(run());
        m_view->clear(ModelKind::Vae);
        QCOMPARE(find<LossPlot>("lossPlot")->pointCount(), 0);
        QCOMPARE(find<QLabel>("totalFigure")->text(), QString("–"));
        QVERIFY(!words().contains("held out 207.0"));
    }

    void aRunThatHasEndedHasNoTimeLeft() {
        m_view->clear(ModelKind::Vae);
        Snapshot end = run();
        end.state = TrainState::Stopped;
        m_view->showSnapshot(end);
        QCOMPARE(find<QLabel>("leftFigure")->text(), QString("–"));
    }

    void otherSamplesCanBeAskedForWhileItRuns() {
        m_view->clear(ModelKind::Vae);
        m_view->showSnapshot(run());
        QVERIFY(!find<QToolButton>("newSamples")->isVisible());
        m_view->samples()->setLive(true);
        QSignalSpy asked(m_view->samples(), &SamplesCard::newSamplesRequested);
        QVERIFY(words().filter("latents since the start").size() == 1);
        find<QToolButton>("newSamples")->click();
        QCOMPARE(asked.count(), 1);
        QVERIFY(words().filter("latents since you asked").size() == 1);
    }

    void theScrubberAndTheCursorGoTogether() {
        m_view->clear(ModelKind::Vae);
        m_view->showSnapshot(run());
        m_view->setMoments({moment(0, 10), moment(20, 20), moment(40, 40)});
        auto* plot = find<LossPlot>("lossPlot");
        auto* strip = find<HistoryStrip>("history");
        auto* samples = find<ImageStage>("samples");
        emit plot->cursorMoved(0.21); // nearest to step 20
        QCOMPARE(samples->images()->front().pixels[0], 20);
        QVERIFY(words().contains("What it dreamt at step 20"));
        QVERIFY(words().contains("step 20"));
        emit plot->cursorLeft();
        QCOMPARE(samples->images()->front().pixels[0], 128);
        QVERIFY(words().contains("What it dreams now"));
        emit strip->scrubbed(40);
        QVERIFY2(plot->cursorText().contains("step 40"), qPrintable(plot->cursorText()));
        QCOMPARE(samples->images()->front().pixels[0], 40);
        emit strip->scrubLeft();
        QVERIFY(plot->cursorText().isEmpty());
        QCOMPARE(samples->images()->front().pixels[0], 128);
        auto* growth = find<ImageStage>("growth");
        QTest::keyClick(growth, Qt::Key_Home);
        QTest::keyClick(growth, Qt::Key_Right);
        QVERIFY2(plot->cursorText().contains("step 20"), qPrintable(plot->cursorText()));
        QCOMPARE(samples->images()->front().pixels[0], 20);
        QTest::keyClick(growth, Qt::Key_Right); // goes on from there
        QCOMPARE(samples->images()->front().pixels[0], 40);
    }

    void whatIsLookedAtStaysWhileTheRunGoesOn() {
        m_view->clear(ModelKind::Vae);
        m_view->showSnapshot(run());
        m_view->setMoments({moment(20, 20)});
        auto past = std::make_shared<Snapshot>();
        past->step = 20;
        past->samples = moment(20, 20).pictures.samples;
        m_view->lookAt(past);
        m_view->showSnapshot(run());
        QCOMPARE(find<ImageStage>("samples")->images()->front().pixels[0], 20);
        m_view->lookAt(nullptr);
        QCOMPARE(find<ImageStage>("samples")->images()->front().pixels[0], 128);
    }

    void theHistoryCanBeSavedOnceThereIsOne() {
        m_view->clear(ModelKind::Vae);
        m_view->showSnapshot(run());
        QVERIFY(!find<QToolButton>("saveHistory")->isVisible());
        QSignalSpy notice(m_view.get(), &TrainView::notice);
        m_view->samples()->saveHistory(); // by whatever way it was asked
        QCOMPARE(notice.count(), 1);
        m_view->setMoments({moment(0, 10), moment(20, 20)});
        QVERIFY(find<QToolButton>("saveHistory")->isVisible());
    }

    void aSampleIsKeptWithItsLatent() {
        m_open.setModel(tinyModel());
        TrainConfig config;
        config.model = tinyModel();
        config.seed = 5;
        m_view->clear(ModelKind::Vae);
        m_view->setSettings(config);
        QSignalSpy kept(m_view->samples(), &SamplesCard::kept);
        QSignalSpy notices(m_view.get(), &TrainView::notice);
        m_view->samples()->keepMarked(); // there is none yet
        QCOMPARE(notices.size(), 1);
        Snapshot snapshot = run();
        snapshot.series = 2;
        snapshot.weights = tinyWeights(50);
        m_view->showSnapshot(snapshot);
        find<ImageStage>("samples")->setCurrent(3);
        find<QToolButton>("keepSample")->click();
        QCOMPARE(kept.size(), 1);
        const auto sample = kept[0][0].value<KeptPicture>();
        const Tensor latents = sampleLatents(config.model, 5, {.samples = 40, .series = 2});
        QVERIFY(std::ranges::equal(sample.latent, latents.row(3)));
        QCOMPARE(sample.step, 50);
        QVERIFY(!sample.image.isNull());
        emit find<ChoiceLink>("historyKind")->currentChanged(1);
        QVERIFY(!find<QToolButton>("keepSample")->isVisible()); // those of images are the encoder's
    }

    void theSheetSaysHowItWasMade() {
        m_open.setModel(tinyModel());
        m_open.setCheckpoint("run/checkpoint.safetensors");
        TrainConfig config;
        config.model = tinyModel();
        config.seed = 5;
        m_view->clear(ModelKind::Vae);
        m_view->setSettings(config);
        Snapshot snapshot = run();
        snapshot.series = 2;
        snapshot.weights = tinyWeights(50);
        m_view->showSnapshot(snapshot);
        QVERIFY(!m_view->samples()->provenance()); // of other weights than those that are open
        m_open.setWeights(snapshot.weights);
        const Provenance made = m_view->samples()->provenance()();
        QCOMPARE(made.step, 50);
        QCOMPARE(made.seed.value(), 5U);
        QCOMPARE(QString::fromStdString(made.checkpoint), QString("run/checkpoint.safetensors"));
        const Tensor latents = sampleLatents(config.model, 5, {.samples = 40, .series = 2});
        QVERIFY(std::ranges::equal(made.latents, latents.values()));
        emit find<ChoiceLink>("historyKind")->currentChanged(1);
        QVERIFY(m_view->samples()->provenance()().latents.empty()); // those of images are the encoder's
        emit find<ChoiceLink>("historyKind")->currentChanged(0);
        auto past = std::make_shared<Snapshot>();
        past->step = 20;
        past->samples = snapshot.samples;
        past->weights = tinyWeights(20);
        m_open.setWeights(past->weights);
        m_view->lookAt(past);
        QCOMPARE(m_view->samples()->provenance()().step, 20);
        QVERIFY(!std::ranges::equal(m_view->samples()->provenance()().latents, latents.values()));
    }

    void aMomentThatIsPointedAtSaysItOnceItIsDrawn() {
        const auto now = tinyWeights(50);
        m_open.setModel(tinyModel());
        m_open.setWeights(now);
        m_view->clear(ModelKind::Vae);
        Snapshot snapshot = run();
        snapshot.weights = now;
        m_view->showSnapshot(snapshot);
        const auto model = makeModel(tinyModel(), {}, 0);
        auto kept = std::make_shared<Checkpoint>();
        kept->weightsStep = 20;
        captureModel(*model, *kept);
        MomentStore::Entry drawn = moment(20, 20);
        drawn.unwritten = kept;
        drawn.file = "runs/today/step-20.safetensors";
        MomentStore::Entry undrawn = drawn;
        undrawn.step = 30;
        undrawn.pictures = {};
        m_view->setMoments({drawn, undrawn});
        auto* strip = find<HistoryStrip>("history");
        emit strip->scrubbed(30); // the pictures of now are shown meanwhile
        QCOMPARE(m_view->samples()->provenance()().step, 50);
        emit strip->scrubbed(20);
        const Provenance made = m_view->samples()->provenance()();
        QCOMPARE(made.step, 20);
        QCOMPARE(made.weights, modelChecksum(*model));
        QCOMPARE(QString::fromStdString(made.checkpoint), QString("today/step-20.safetensors"));
        QCOMPARE(made.pictures(), 40);
    }

    void aMomentIsAskedForByTheCurvesAndByTheHistory() {
        m_view->clear(ModelKind::Vae);
        QSignalSpy chosen(m_view.get(), &TrainView::momentChosen);
        emit find<LossPlot>("lossPlot")->momentChosen(7);
        emit find<HistoryStrip>("history")->chosen(8);
        QCOMPARE(chosen.count(), 2);
    }

    void reconstructionsOfTheSameImagesCanBeFollowedToo() {
        m_view->clear(ModelKind::Vae);
        Snapshot snapshot = run();
        snapshot.reconstructions = std::make_shared<const std::vector<Image>>(
            6, Image{{1, 5, 5}, std::vector<std::uint8_t>(25, 77)});
        m_view->showSnapshot(snapshot);
        emit find<ChoiceLink>("historyKind")->currentChanged(1);
        QCOMPARE(find<ImageStage>("samples")->images()->size(), 6);
        QVERIFY(words().contains("the same held-out images"));
        m_view->clear(ModelKind::Gan);
        QVERIFY(words().filter("a GAN encodes no images").size() == 1);
    }

private:
    static MomentStore::Entry moment(std::int64_t step, std::uint8_t grey) {
        MomentStore::Entry entry;
        entry.step = step;
        entry.epoch = static_cast<double>(step) / 100;
        entry.pictures.samples = std::make_shared<const std::vector<Image>>(
            40, Image{{1, 5, 5}, std::vector<std::uint8_t>(25, grey)});
        return entry;
    }
    template <typename T> T* find(const char* name) const { return childOf<T>(*m_view, name); }
    QStringList words() const {
        QStringList all;
        for (const QLabel* label : m_view->findChildren<QLabel*>()) {
            all << label->text();
        }
        return all;
    }
    static Snapshot run() {
        Snapshot snapshot = snapshotOfSteps(0, 50);
        snapshot.epochs.push_back(epochResult(1, 207, {1, 0}));
        snapshot.samples = std::make_shared<const std::vector<Image>>(
            40, Image{{1, 5, 5}, std::vector<std::uint8_t>(25, 128)});
        return snapshot;
    }

    OpenModel m_open;
    std::unique_ptr<TrainView> m_view;
};

QTEST_MAIN(TrainViewTest)
#include "TrainViewTest.moc"
