// The left column: settings come out as they went in but for what was changed, wrong ones are named, and what
// a run can't change any more is text.
#include "ui/SetupPanel.h"
#include "core/data/Shapes.h"
#include "core/nn/SpectralNetwork.h"
#include "core/train/Preset.h"
#include "core/train/UserPresets.h"
#include "tests/ui/ChildOf.h"
#include "ui/Page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include <memory>

using namespace latentscape;

class SetupPanelTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_home->path().toUtf8());
        openPanel();
    }
    void cleanup() {
        m_panel.reset();
        m_home.reset();
    }

    void settingsComeOutAsTheyWentIn() {
        TrainConfig config = findPreset("dense-seed").config;
        config.model.image = {1, 28, 28};
        setDenseWidths(config.model, {77, 33, 11});
        config.model.latent = 7;
        config.model.likelihood = Likelihood::Gaussian;
        config.optimizer.kind = OptimizerKind::Sgd;
        config.optimizer.momentum = 0.123456f; // finer than the field shows
        config.optimizer.weightDecay = 1e-7f;
        config.learningRate = 1.23456789e-3f;
        config.beta = 0.123456f;
        config.seed = 18446744073709551615U;
        config.threads = 3;
        config.limit = 17;
        m_panel->setConfig(config);
        QCOMPARE(toJson(m_panel->config()), toJson(config));
    }

    void whatLiesBeyondAFieldIsShownAndKept() {
        TrainConfig config = findPreset("dense-seed").config;
        config.learningRate = 2e-6F;
        config.model.latent = 1024;
        config.beta = 5000;
        m_panel->setConfig(config);
        QCOMPARE(m_panel->config().learningRate, 2e-6F);
        QCOMPARE(m_panel->config().model.latent, 1024);
        QCOMPARE(m_panel->config().beta, 5000.0F);
        QCOMPARE(childOf<QSpinBox>(*m_panel, "latent")->value(), 1024);
    }

    void theNetworkCanBeEdited() {
        QVERIFY(!find<QLineEdit>("hidden")->isVisible());
        QTest::mouseClick(find<QToolButton>("moreTraining"), Qt::LeftButton);
        QVERIFY(find<QLineEdit>("hidden")->isVisible());
        find<QLineEdit>("hidden")->setText("64-32");
        find<QComboBox>("likelihood")->setCurrentIndex(1);
        const ModelConfig model = m_panel->config().model;
        QCOMPARE(denseWidths(model), (std::vector<std::int64_t>{64, 32}));
        QCOMPARE(model.likelihood, Likelihood::Gaussian);
        QVERIFY(find<QLabel>("modelNote")->text().startsWith("784-64-32-20-32-64-784"));
    }

    void aNetworkThatCannotBeIsNamedAndNotStarted() {
        for (const char* text : {"many", "0", "99999", "65536, 65536, 65536"}) {
            find<QLineEdit>("hidden")->setText(text);
            QVERIFY2(find<QLabel>("modelNote")->property("role") == "attention", text);
            QVERIFY2(!find<QPushButton>("mainButton")->isEnabled(), text);
        }
        find<QLineEdit>("hidden")->setText("12");
        QCOMPARE(find<QLabel>("modelNote")->property("role").toString(), QString("note"));
        QVERIFY(find<QPushButton>("mainButton")->isEnabled());
    }

    void everySettingComesOutAsItWentIn() {
        for (const Preset& preset : presets()) {
            TrainConfig config = preset.config;
            config.model.image = {1, 28, 28};
            config.side = config.side == 0 ? 0 : 32;
            config.model.image.height = config.model.image.width = config.side == 0 ? 28 : 32;
            config.augment = augmentFromText("shift=1.5,rotate,scale,flip,elastic,noise,brightness,contrast,"
                                             "colour=0.123456");
            config.fit = Fit::Stretch;
            config.schedule = {ScheduleKind::Step, 1.25f, 7, 0.123456f, 2.5f};
            config.optimizer = {OptimizerKind::RmsProp, 0.5f, true, 0.7f, 0.95f, 1e-7f, 0.25f, 12.5f};
            config.patience = config.model.kind == ModelKind::Vae ? 3 : 0;
            config.minDelta = 0.125f;
            if (config.model.kind == ModelKind::Gan) {
                config.model.ganLoss = GanLoss::Relativistic;
                config.model.labelSmoothing = 0.1f;
                config.model.discriminatorSteps = 5;
                config.model.weightAverage = 0.9990001f;
                config.model.differentiableAugment = {0.51234567f, 0.1f, 0.7f};
            } else {
                config.model.likelihood = Likelihood::GaussianLearned;
            }
            config.model.precision = Precision::Bf16;
            config.binarise = Binarise::Static;
            config.freeBits = config.samples == 1 ? 0.123456f : 0;
            m_panel->setConfig(config);
            QCOMPARE(toJson(m_panel->config()), toJson(config));
        }
    }

    void theGameOfAGanCanBeEdited() {
        m_panel->setConfig(findPreset("gan-dense").config);
        find<QComboBox>("ganLoss")->setCurrentIndex(3);
        find<QSpinBox>("discriminatorSteps")->setValue(2);
        find<QDoubleSpinBox>("weightAverage")->setValue(0.999);
        const ModelConfig model = m_panel->config().model;
        QCOMPARE(model.ganLoss, GanLoss::Relativistic);
        QCOMPARE(model.discriminatorSteps, 2);
        QCOMPARE(model.weightAverage, 0.999f);
        find<QDoubleSpinBox>("seenTranslation")->setValue(0.125);
        QCOMPARE(m_panel->config().model.differentiableAugment.translation, 0.125f);
        find<QComboBox>("binarise")->setCurrentIndex(2);
        QCOMPARE(m_panel->config().binarise, Binarise::Dynamic);
    }

    void aDiscriminatorIsSpectrallyNormalisedAndBackAgain() {
        QTest::mouseClick(find<QToolButton>("moreTraining"), Qt::LeftButton);
        auto* box = find<QCheckBox>("spectralNorm");
        QVERIFY(!box->isVisible()); // a VAE
        const TrainConfig given = findPreset("dcgan").config;
        m_panel->setConfig(given);
        QVERIFY(box->isVisible() && !box->isChecked());
        box->setChecked(true);
        QVERIFY(isSpectrallyNormalised(m_panel->config().model.encoder));
        QCOMPARE(toJson(m_panel->config().model.decoder), toJson(given.model.decoder));
        box->setChecked(false); // before it was anyone's run, what was left out comes back
        QCOMPARE(toJson(m_panel->config().model.encoder), toJson(given.model.encoder));

        TrainConfig normalised = given;
        setSpectralNorm(normalised.model.encoder, true);
        m_panel->setConfig(normalised);
        QVERIFY(box->isChecked());
        QCOMPARE(toJson(m_panel->config().model.encoder), toJson(normalised.model.encoder));
        box->setChecked(false);
        QVERIFY(!isSpectrallyNormalised(m_panel->config().model.encoder));
    }

    void aNetworkSomeOfWhoseLayersAreNormalisedStaysAsItIs() {
        TrainConfig config = findPreset("dcgan").config;
        config.model.encoder.front().settings["spectral_norm"] = 1;
        m_panel->setConfig(config);
        QVERIFY(!find<QCheckBox>("spectralNorm")->isChecked());
        QCOMPARE(toJson(m_panel->config().model.encoder), toJson(config.model.encoder));
    }

    void labelsCanBeUsedWhereThereAreSome() {
        auto* conditional = find<QCheckBox>("conditional");
        QVERIFY(conditional->isEnabled());
        QCOMPARE(m_panel->config().model.classes, 0);
        conditional->setChecked(true);
        QVERIFY(m_panel->config().conditional);
        QCOMPARE(m_panel->config().model.classNames,
                 (std::vector<std::string>{"square", "ellipse", "heart"}));
        QVERIFY(find<QLabel>("modelNote")->text().startsWith("784-400-20-400-784, 3 classes"));

        const auto data = loadData("shapes", {.limit = 100}).train;
        const Dataset& shapes = *data;
        std::vector<std::uint8_t> pixels;
        for (std::int64_t i = 0; i < shapes.count(); ++i) {
            pixels.insert(pixels.end(), shapes.pixels(i).begin(), shapes.pixels(i).end());
        }
        const auto bare = std::make_shared<const Dataset>("Bare", shapes.shape(), std::move(pixels));
        m_panel->setData({bare, bare});
        QVERIFY(conditional->isEnabled()); // to switch it off
        QVERIFY2(find<QLabel>("modelNote")->text().contains("none"),
                 qPrintable(find<QLabel>("modelNote")->text()));
        QVERIFY(!find<QPushButton>("mainButton")->isEnabled());
        conditional->setChecked(false);
        QVERIFY(!conditional->isEnabled());
        QVERIFY(conditional->toolTip().contains("no labels"));
        QVERIFY(find<QPushButton>("mainButton")->isEnabled());
    }

    void anotherOptimizerBringsWhatIsCustomary() {
        auto* optimizer = find<QComboBox>("optimizer");
        find<QDoubleSpinBox>("clipNorm")->setValue(3);
        optimizer->setCurrentIndex(optimizer->findText("RMSprop"));
        emit optimizer->activated(optimizer->currentIndex());
        OptimizerConfig expected = customary(OptimizerKind::RmsProp);
        expected.clipNorm = 3;
        QCOMPARE(m_panel->config().optimizer, expected);
    }

    void theModelsCostIsToldBeforeItIsTrained() {
        auto* note = find<QLabel>("modelNote");
        QVERIFY2(note->text().contains("652,824 parameters, 1"), qPrintable(note->text()));
        QVERIFY2(note->text().contains(" MB of memory\n0.42 GFLOP a step"), qPrintable(note->text()));
        QTRY_VERIFY2_WITH_TIMEOUT(note->text().endsWith(" an epoch"), qPrintable(note->text()), 20000);
        find<QSpinBox>("batch")->setValue(64);
        QVERIFY2(note->text().endsWith("0.21 GFLOP a step, being timed..."), qPrintable(note->text()));
    }

    void theModelOfAFirstStartFitsTheImages() {
        QCOMPARE(m_panel->config().preset, "dense-400");
        m_panel->setData(colours(36));
        QCOMPARE(m_panel->config().preset, "conv-vae");
        m_panel->setData(colours(35)); // can't be halved twice
        QCOMPARE(m_panel->config().preset, "dense-400");
        find<QSpinBox>("batch")->setValue(64); // from now on it is the user's
        m_panel->setData(colours(36));
        QCOMPARE(m_panel->config().preset, "dense-400");
    }

    void moreMemoryThanThereIsIsSaid() {
        find<QLineEdit>("hidden")->setText("60000");
        find<QSpinBox>("batch")->setValue(65536);
        auto* note = find<QLabel>("modelNote");
        QVERIFY2(note->text().contains("more than there is"), qPrintable(note->text()));
        QCOMPARE(note->property("role").toString(), QString("attention"));
    }

    void theLayersAreListed() {
        QTest::mouseClick(find<QToolButton>("showLayers"), Qt::LeftButton);
        auto* table = find<QTableWidget>("layersTable");
        QVERIFY(table->isVisible());
        QCOMPARE(table->rowCount(), 4);
        QCOMPARE(table->item(0, 2)->text(), QString("400"));
        QCOMPARE(table->item(0, 3)->text(), QString("314,000"));
        QCOMPARE(table->item(3, 5)->text(), QString("161"));
        QVERIFY(find<QLabel>("layersSums")->text().startsWith("652,824 parameters, 0.42 GFLOP a step"));
    }

    void theFormOfTheImagesIsAskedForOnceItIsTyped() {
        QSignalSpy wanted(m_panel.get(), &SetupPanel::imagesWanted);
        find<QSpinBox>("side")->setValue(8);
        find<QSpinBox>("side")->setValue(16);
        find<QComboBox>("colour")->setCurrentIndex(2);
        QTRY_COMPARE(wanted.count(), 1);
        QCOMPARE(m_panel->config().side, 16);
        QCOMPARE(m_panel->config().model.image, (ImageShape{3, 16, 16}));
        m_panel->setConfig({}); // given, not edited
        QTest::qWait(700);
        QCOMPARE(wanted.count(), 1);
    }

    void aPresetOfOnesOwnIsKeptAndChosen() {
        find<QSpinBox>("batch")->setValue(33);
        m_panel->openPresetName();
        auto* save = find<QPushButton>("savePreset");
        QVERIFY(!save->isEnabled());
        QTest::keyClicks(find<QLineEdit>("presetName"), "Dense 400");
        save->click();
        QTRY_VERIFY(find<QLabel>("presetNote")->text().contains("built-in"));
        find<QLineEdit>("presetName")->setText("Mine");
        save->click();
        auto* preset = find<QComboBox>("preset");
        QTRY_COMPARE(preset->currentText(), QString("Mine"));
        QCOMPARE(m_panel->config().preset, std::string("mine"));
        QCOMPARE(openPreset("mine").config.batch, 33);
        find<QLineEdit>("presetName")->setText("mine!");
        QCOMPARE(save->text(), QString("Replace preset"));
        openPanel(); // the next start
        preset = find<QComboBox>("preset");
        QVERIFY(preset->findText("Mine") > 0);
        preset->setCurrentIndex(preset->findText("Mine"));
        emit preset->activated(preset->currentIndex());
        QCOMPARE(m_panel->config().batch, 33);
    }

    void aPresetThatCannotBeReadSaysWhy() {
        QDir(m_home->path()).mkpath("latentscape/presets");
        QFile file(m_home->filePath("latentscape/presets/odd.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"title": "Odd", "summary": "", "settings": {"batch": "many"}})");
        file.close();
        openPanel();
        auto* preset = find<QComboBox>("preset");
        const int last = preset->count() - 1;
        const QString tip = preset->itemData(last, Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains("odd.json") && tip.contains("\"batch\""), qPrintable(tip));
        QVERIFY(!(preset->model()->flags(preset->model()->index(last, 0)) & Qt::ItemIsEnabled));
    }

    void onlyWhatAppliesIsShown() {
        QTest::mouseClick(find<QToolButton>("moreTraining"), Qt::LeftButton);
        auto* optimizer = find<QComboBox>("optimizer");
        optimizer->setCurrentIndex(optimizer->findText("Adam"));
        QVERIFY(!find<QDoubleSpinBox>("momentum")->isVisible());
        optimizer->setCurrentIndex(optimizer->findText("SGD"));
        QVERIFY(find<QDoubleSpinBox>("momentum")->isVisible());
        QVERIFY(find<QLineEdit>("seed")->isVisible());
        QVERIFY(find<QToolButton>("findRate")->isVisible());
        for (const char* name : {"ganLoss", "labelSmoothing", "discriminatorSteps", "weightAverage",
                                 "seenColour", "seenTranslation", "seenCutout"}) {
            QVERIFY2(!find<QWidget>(name)->isVisible(), name);
        }
        QVERIFY(!find<QSpinBox>("stepEpochs")->isVisible());
        find<QComboBox>("schedule")->setCurrentIndex(1);
        QVERIFY(find<QSpinBox>("stepEpochs")->isVisible());
        m_panel->setConfig(findPreset("gan-dense").config);
        for (const char* name : {"ganLoss", "labelSmoothing", "discriminatorSteps", "weightAverage",
                                 "seenColour", "seenTranslation", "seenCutout"}) {
            QVERIFY2(find<QWidget>(name)->isVisible(), name);
        }
        QVERIFY(!find<QComboBox>("likelihood")->isVisible());
        QVERIFY(!find<QSpinBox>("patience")->isVisible());
        // What a GAN can't do stays where it is and says why.
        QVERIFY(find<QToolButton>("findRate")->isVisible() && !find<QToolButton>("findRate")->isEnabled());
        QVERIFY(find<QToolButton>("findRate")->toolTip().contains("GAN"));
    }

    // A processor without it computes in floats, but where the setting came from is another one.
    void bf16CanBeSetBackOnEveryProcessor() {
        QTest::mouseClick(find<QToolButton>("moreTraining"), Qt::LeftButton);
        auto* precision = find<QComboBox>("precision");
        QCOMPARE(precision->isVisible(), hasFastBf16());
        TrainConfig config = m_panel->config();
        config.model.precision = Precision::Bf16;
        m_panel->setConfig(config);
        QVERIFY(precision->isVisible());
        QCOMPARE(precision->currentText().contains("f32"), !hasFastBf16());
        precision->setCurrentIndex(0);
        QCOMPARE(m_panel->config().model.precision, Precision::F32);
    }

    void aPresetBringsItsSettings() {
        auto* preset = find<QComboBox>("preset");
        preset->setCurrentIndex(1);
        emit preset->activated(1);
        QCOMPARE(m_panel->config().preset, std::string("dense-seed"));
        QCOMPARE(m_panel->config().batch, 16);
        QCOMPARE(m_panel->config().model.image.pixels(), 784);
    }

    void whileARunGoesOnWhatItCannotChangeIsText() {
        m_panel->setState(Session::State::Running);
        for (const char* name : {"data", "preset", "latent"}) {
            QVERIFY2(!find<QWidget>(name)->isVisible(), name);
        }
        QVERIFY(find<QDoubleSpinBox>("learningRate")->isVisible());
        QVERIFY(find<QDoubleSpinBox>("beta")->isVisible());
        QVERIFY(find<QSpinBox>("batch")->isVisible());
        QVERIFY(!find<QToolButton>("findRate")->isVisible());
        QTest::mouseClick(find<QToolButton>("moreTraining"), Qt::LeftButton);
        QVERIFY(find<QWidget>("clipNorm")->isVisible()); // live there, too
        QVERIFY(find<QWidget>("optimizer")->isVisible());
        QVERIFY(!find<QWidget>("likelihood")->isVisible());
        QStringList shown;
        for (const QLabel* label : m_panel->findChildren<QLabel*>()) {
            if (label->isVisible()) {
                shown << label->text();
            }
        }
        QVERIFY(shown.contains("VAE, dense 400"));
        QVERIFY(shown.count("● live") > 3);
        QVERIFY(find<QSpinBox>("epochs")->isVisible());
        m_panel->setState(Session::State::Ready);
        QVERIFY(find<QWidget>("latent")->isVisible());
    }

    void liveSettingsAreToldTogetherOnceTheyAreTyped() {
        QSignalSpy changes(m_panel.get(), &SetupPanel::changeRequested);
        TrainConfig config;
        config.learningRate = 0.5f;
        m_panel->setConfig(config);                // shown, not wished
        find<QDoubleSpinBox>("beta")->setValue(2); // before the run
        m_panel->setState(Session::State::Running);
        find<QDoubleSpinBox>("beta")->setValue(3);
        find<QDoubleSpinBox>("beta")->setValue(4);
        find<QSpinBox>("epochs")->setValue(77);
        find<QDoubleSpinBox>("clipNorm")->setValue(2.5); // on the page with all settings
        QTRY_COMPARE(changes.count(), 1);
        const auto wanted = changes.takeFirst().first().value<TrainConfig>();
        QCOMPARE(wanted.beta, 4.0f);
        QCOMPARE(wanted.learningRate, 0.5f);
        QCOMPARE(wanted.epochs, 77);
        QCOMPARE(wanted.optimizer.clipNorm, 2.5f);
        QVERIFY(!changes.wait(50));
    }

    void whatIsWrongIsNotToldToTheRun() {
        QSignalSpy changes(m_panel.get(), &SetupPanel::changeRequested);
        m_panel->setData(loadData("shapes", {.limit = 60}));
        m_panel->setState(Session::State::Running);
        find<QDoubleSpinBox>("freeBits")->setValue(0.5);
        find<QSpinBox>("samples")->setValue(5); // which excludes free bits
        QVERIFY(!changes.wait(900));
        find<QDoubleSpinBox>("freeBits")->setValue(0);
        QVERIFY(changes.wait(900));
    }

    void theMainButtonDoesWhatItSays() {
        auto* button = find<QPushButton>("mainButton");
        QSignalSpy start(m_panel.get(), &SetupPanel::startRequested);
        QSignalSpy pause(m_panel.get(), &SetupPanel::pauseRequested);
        QCOMPARE(button->text(), QString("Train"));
        button->click();
        QCOMPARE(start.count(), 1);
        m_panel->setState(Session::State::Running);
        QCOMPARE(button->text(), QString("Pause"));
        button->click();
        QCOMPARE(pause.takeFirst().first().toBool(), true);
        m_panel->setState(Session::State::Paused);
        QCOMPARE(button->text(), QString("Resume"));
        button->click();
        QCOMPARE(pause.takeFirst().first().toBool(), false);
    }

    void theWheelChangesOnlyWhatHasTheFocus() {
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        const std::string before = toJson(m_panel->config());
        for (const char* name : {"data", "preset", "latent", "epochs", "batch", "learningRate", "beta"}) {
            QVERIFY2(!turnWheel(find<QWidget>(name)), name); // it scrolls the column instead
            QVERIFY2(!find<QWidget>(name)->hasFocus(), name);
        }
        QCOMPARE(toJson(m_panel->config()), before);
        find<QWidget>("epochs")->setFocus();
        QVERIFY(turnWheel(find<QWidget>("epochs")));
        QVERIFY(toJson(m_panel->config()) != before);
    }

    void imagesOfOnesOwnAreAskedForByALinkAlone() {
        QSignalSpy open(m_panel.get(), &SetupPanel::openRequested);
        auto* data = find<QComboBox>("data");
        for (int i = 0; i < data->count(); ++i) {
            QVERIFY(!data->itemData(i).toString().isEmpty());
        }
        auto* link = find<QToolButton>("openData");
        QTest::mouseClick(link, Qt::LeftButton);
        QCOMPARE(open.count(), 1);
        m_panel->setState(Session::State::Running);
        QVERIFY(!link->isVisible());
    }

    void aPresetThatWasEditedSaysSo() {
        auto* preset = find<QComboBox>("preset");
        const QString name = preset->currentText();
        find<QSpinBox>("latent")->setValue(7);
        QCOMPARE(preset->currentText(), name + " (changed)");
        find<QSpinBox>("latent")->setValue(20);
        QCOMPARE(preset->currentText(), name);
    }

    void theEndOfARunLeavesTheFocusWhereTheUserIs() {
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        QVERIFY(find<QPushButton>("mainButton")->hasFocus());
        m_panel->setState(Session::State::Running);
        find<QDoubleSpinBox>("beta")->setFocus();
        m_panel->setState(Session::State::Ready);
        QVERIFY(find<QDoubleSpinBox>("beta")->hasFocus());
    }

    void theMainButtonTakesTheFocusFromStopAndKeepsItsOwn() {
        QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
        m_panel->setState(Session::State::Running);
        find<QPushButton>("stopButton")->setFocus();
        m_panel->setState(Session::State::Ready);
        QVERIFY(find<QPushButton>("mainButton")->hasFocus());
        m_panel->setState(Session::State::Loading); // it can't be pressed now
        QVERIFY(!find<QPushButton>("mainButton")->hasFocus());
        m_panel->setState(Session::State::Ready);
        QVERIFY(find<QPushButton>("mainButton")->hasFocus());
    }

private:
    static LoadedData colours(int side) {
        const ImageShape shape{3, side, side};
        const auto images = std::make_shared<const Dataset>(
            "colours", shape, std::vector<std::uint8_t>(static_cast<std::size_t>(4 * shape.pixels())));
        return {images, images};
    }
    void openPanel() {
        m_panel = std::make_unique<SetupPanel>();
        connect(m_panel.get(), &SetupPanel::pageRequested, m_panel.get(), [](Page* page) { page->show(); });
        m_panel->setData(loadData("shapes"));
        m_panel->setState(Session::State::Ready);
        m_panel->show();
    }
    // Whether it was taken.
    static bool turnWheel(QWidget* widget) {
        QWheelEvent event(QPointF(5, 5), widget->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        event.ignore();
        return QCoreApplication::sendEvent(widget, &event) && event.isAccepted();
    }
    template <typename T> T* find(const char* name) const { return childOf<T>(*m_panel, name); }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<SetupPanel> m_panel;
};

QTEST_MAIN(SetupPanelTest)
#include "SetupPanelTest.moc"
