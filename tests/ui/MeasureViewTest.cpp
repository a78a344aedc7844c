// The figures of a model: what applies is measured beside the window, shown part by part, called off, copied.
#include "ui/MeasureView.h"

#include "tests/ui/ChildOf.h"
#include "tests/ui/TinyModel.h"
#include "ui/MeasureTable.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace latentscape;

class MeasureViewTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", m_cache.path().toUtf8()); }
    void init() {
        m_view = std::make_unique<MeasureView>();
        m_view->resize(980, 600);
        m_view->show();
    }
    void cleanup() { m_view.reset(); }

    void withoutAModelItSaysWhatWillAppear() {
        QVERIFY(!button("measureButton")->isVisible());
        QSignalSpy train(m_view.get(), &MeasureView::trainRequested);
        button("emptyAction")->click();
        QCOMPARE(train.size(), 1);
    }

    void measuresWhatAppliesToAVae() {
        open(settings(), shapes());
        QVERIFY(find<QLabel>("measureHint")->isVisible());
        QVERIFY(find<QLabel>("measureHint")->text().contains("Measure"));
        measure();
        QCOMPARE(names(), QStringList({"Bound and likelihood", "Negative ELBO", "Reconstruction", "KL",
                                       "Reconstructions", "MSE", "PSNR", "SSIM", "Latents", "In use",
                                       "Active units", "MIG", "FactorVAE score"}));
        QVERIFY(rowOf("Active units").value.endsWith(" of 4"));
        QVERIFY(find<QLabel>("measureOrigin")->text().contains("30 held-out images of Shapes"));
        QVERIFY(find<QLabel>("measureOrigin")->text().contains("step 1"));
        for (int row = 0; row < table()->rowCount(); ++row) {
            QVERIFY(table()->rowSpan(row, 0) == 1);
            const bool heading = table()->columnSpan(row, 0) > 1;
            QVERIFY(heading || !table()->item(row, 3)->text().isEmpty());
            QVERIFY(heading || !table()->item(row, 3)->toolTip().isEmpty());
        }
    }

    void theLikelihoodIsEstimatedWhenItIsWanted() {
        open(settings(), shapes());
        find<QComboBox>("measureLikelihood")->setCurrentIndex(1);
        find<QComboBox>("measureImages")->setCurrentIndex(0);
        measure();
        const auto nll = rowOf("Negative log-likelihood");
        QVERIFY(nll.value.endsWith(" nats"));
        QVERIFY(nll.beside.startsWith("±"));
        QVERIFY(nll.meaning.contains("50 samples"));
    }

    void samplesAreJudgedByAClassifierThatIsTrainedOnce() {
        open(settings(), shapes());
        auto* latents = find<QComboBox>("measureLatents");
        QVERIFY(!latents->isVisible());
        find<QComboBox>("measureSamples")->setCurrentIndex(1);
        QVERIFY(latents->isVisible());
        QStringList said;
        button("measureButton")->click();
        const auto known = [&] {
            said.append(find<QLabel>("measureWords")->text());
            return !m_view->isMeasuring();
        };
        QTRY_VERIFY_WITH_TIMEOUT(known(), 60000);
        QVERIFY(!said.filter("classifier of Shapes, once").isEmpty());
        QVERIFY(rowOf("Frechet distance").beside.startsWith("real"));
        QVERIFY(rowOf("Frechet distance").meaning.contains("not the Inception FID"));
        QVERIFY(rowOf("Classes").value.endsWith("of 3"));
        const QString before = rowOf("Frechet distance").value;
        auto* components = find<QSpinBox>("measureComponents");
        QVERIFY(!components->isVisible());
        latents->setCurrentIndex(1);
        QVERIFY(components->isVisible());
        QCOMPARE(components->value(), 10);
        measure();
        QVERIFY(names().filter("fitted latents").size() == 1);
        const QString ofTen = rowOf("Frechet distance").value;
        QVERIFY(ofTen != before);
        components->setValue(1);
        measure();
        QVERIFY(rowOf("Frechet distance").value != ofTen);
        find<QComboBox>("measureSamples")->setCurrentIndex(0);
        QVERIFY(!components->isVisible());
    }

    void theStandardDeviationThatIsLearnedIsShown() {
        TrainConfig config = settings();
        config.model.likelihood = Likelihood::GaussianLearned;
        open(config, shapes());
        measure();
        QCOMPARE(names().indexOf("Sigma of a pixel"), names().indexOf("KL") + 1);
        QVERIFY(rowOf("Sigma of a pixel").value.endsWith(" of white"));
    }

    void aGansSamplesHaveLatentsOfThePriorOnlyAndThatIsSaid() {
        TrainConfig config = settings();
        open(config, shapes());
        find<QComboBox>("measureLikelihood")->setCurrentIndex(1);
        find<QComboBox>("measureSamples")->setCurrentIndex(1);
        find<QComboBox>("measureLatents")->setCurrentIndex(1);
        config.model.kind = ModelKind::Gan;
        open(config, shapes());
        QCOMPARE(find<QComboBox>("measureLikelihood")->currentIndex(), 0); // which a VAE had
        QCOMPARE(find<QComboBox>("measureSamples")->currentIndex(), 1);
        auto* latents = find<QComboBox>("measureLatents");
        QVERIFY(latents->isVisible() && !latents->isEnabled());
        QCOMPARE(latents->currentIndex(), 0);
        QVERIFY(latents->toolTip().contains("no encoder"));
        QVERIFY(!find<QSpinBox>("measureComponents")->isVisible());
    }

    void whatDoesNotApplyIsSaid() {
        TrainConfig config = settings();
        config.model.kind = ModelKind::Gan;
        open(config, {tinyImages(20), tinyImages(12)});
        for (const auto& [name, why] : {std::pair("measureLikelihood", "GAN"),
                                        std::pair("measureSamples", "label")}) { // the images have none
            QVERIFY(!find<QComboBox>(name)->isEnabled());
            QVERIFY(find<QComboBox>(name)->currentText().contains(why));
            QVERIFY(find<QComboBox>(name)->toolTip().contains(why));
        }
        QVERIFY(find<QLabel>("measureHint")->text().contains("A GAN has no likelihood"));
        measure();
        QCOMPARE(names(), QStringList({"Reconstructions of the first 12 images", "MSE", "PSNR", "SSIM"}));
    }

    void canBeCalledOffAndKeepsWhatIsKnown() {
        open(settings(), shapes(400));
        find<QComboBox>("measureLikelihood")->setCurrentIndex(3);
        button("measureButton")->click();
        QVERIFY(m_view->isMeasuring());
        QVERIFY(!button("measureButton")->isVisible());
        QTRY_VERIFY(names().contains("SSIM"));
        button("measureCancel")->click();
        QVERIFY(!m_view->isMeasuring());
        QVERIFY(button("measureButton")->isVisible());
        QVERIFY(find<QLabel>("measureWords")->text().startsWith("Cancelled"));
        QTest::qWait(100);
        QVERIFY(!names().contains("Negative log-likelihood"));
        QVERIFY(names().contains("SSIM"));
    }

    void goesOnWithTheWeightsOfTheMomentWhileNewerOnesArrive() {
        open(settings(), shapes());
        m_view->setLive(true);
        button("measureButton")->click();
        m_view->setWeights(tinyWeights(2, settings().model));
        QTRY_VERIFY(!m_view->isMeasuring());
        QVERIFY(find<QLabel>("measureOrigin")->text().contains("step 1"));
        const QString before = rowOf("KL").value;
        measure();
        QVERIFY(find<QLabel>("measureOrigin")->text().contains("step 2"));
        QVERIFY(rowOf("KL").value != before);
    }

    void theFiguresCanBeCopied() {
        open(settings(), shapes());
        QSignalSpy notice(m_view.get(), &MeasureView::notice);
        m_view->copy(); // nothing yet
        QCOMPARE(notice.size(), 0);
        measure();
        m_view->copy();
        QCOMPARE(notice.size(), 1);
        QString text = QGuiApplication::clipboard()->text();
        QVERIFY(text.contains("\nMSE\t" + rowOf("MSE").value + "\n"));
        QVERIFY(text.startsWith("30 held-out images"));
        table()->selectRow(static_cast<int>(names().indexOf("KL")));
        QVERIFY(table()->text().startsWith("KL\t"));
        QCOMPARE(table()->text().count('\n'), 0);
    }

    void anotherRunOrOtherImagesForgetTheFigures() {
        open(settings(), shapes());
        measure();
        QVERIFY(m_view->hasFigures());
        m_view->setData(shapes(20));
        QVERIFY(!m_view->hasFigures());
        QVERIFY(find<QLabel>("measureHint")->isVisible());
        measure();
        m_view->setRun(settings());
        QVERIFY(!m_view->hasFigures());
        QVERIFY(!table()->isVisible());
    }

    void imagesOfAnotherShapeAreExplainedInPlace() {
        open(settings(), {tinyImages(20), tinyImages(20)});
        QVERIFY(!button("measureButton")->isEnabled());
        QVERIFY(find<QLabel>("measureWords")->text().contains("Choose fitting ones"));
    }

private:
    template <typename T> T* find(const char* name) const { return childOf<T>(*m_view, name); }
    QPushButton* button(const char* name) const { return find<QPushButton>(name); }
    MeasureTable* table() const { return find<MeasureTable>("measureTable"); }
    QStringList names() const {
        QStringList all;
        for (int row = 0; row < table()->rowCount(); ++row) {
            all.append(table()->item(row, 0)->text());
        }
        return all;
    }
    MeasureRow rowOf(const QString& name) const {
        const int row = static_cast<int>(names().indexOf(name));
        const auto text = [&](int column) {
            return row < 0 ? QString() : table()->item(row, column)->text();
        };
        return {name, text(1), text(2), text(3), {}};
    }
    static TrainConfig settings() {
        TrainConfig config;
        config.model = tinyModel();
        config.model.image = shapes().train->shape();
        return config;
    }
    static LoadedData shapes(int images = 30) { return loadData("shapes", {.limit = images}); }
    void open(const TrainConfig& config, const LoadedData& data) {
        ModelConfig model = config.model;
        if (model.kind == ModelKind::Gan) {
            model.image = data.train->shape();
        }
        TrainConfig run = config;
        run.model = model;
        m_view->setData(data);
        m_view->setRun(run);
        m_view->setWeights(tinyWeights(1, model));
    }
    void measure() {
        button("measureButton")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->isMeasuring(), 60000);
    }

    QTemporaryDir m_cache;
    std::unique_ptr<MeasureView> m_view;
};

QTEST_MAIN(MeasureViewTest)
#include "MeasureViewTest.moc"
