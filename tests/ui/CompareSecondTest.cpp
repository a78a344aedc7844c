// A second model beside the first: on the same images, on the same latents, and where each of them errs.
#include "core/io/Checkpoint.h"
#include "tests/ui/CompareFixture.h"
#include "tests/ui/Saving.h"
#include "ui/ErrorMapPanel.h"

#include <QFileDialog>
#include <QTemporaryDir>

using namespace latentscape;

class CompareSecondTest : public QObject, private CompareFixture {
    Q_OBJECT

private slots:
    void init() { showView(); }
    void cleanup() { closeView(); }

    void aSecondModelIsShownOnTheSameImages() {
        openAndMeasure(60);
        openSecond(tinyModel());
        QTRY_VERIFY(showsRows(5));
        QTRY_VERIFY(figures().contains("B is better on"));
        const ReconstructionErrors a = errorsOf(tinyModel(), *m_data);
        const ReconstructionErrors b = errorsOf(tinyModel(), *m_data, 7);
        const QString better = QString::number(countBetter(ErrorMetric::SquaredError, a.mse, b.mse));
        QVERIFY2(figures().contains("on " + better + " of 60"), qPrintable(figures()));
        QVERIFY(figures().contains(errorFigure(ErrorMetric::SquaredError, meanOf(b.mse))));
        QVERIFY(find<QAbstractButton>("compareSecond")->text().startsWith("B: other, step 7"));
        // The worst of the first model, as before.
        QCOMPARE(a.mse[m_view->page()[0]], std::ranges::max(a.mse));
        find<QAction>("closeSecond")->trigger();
        QTRY_VERIFY(showsRows(3));
        QVERIFY(!figures().contains("better"));
    }

    void bothModelsDecodeTheSameLatents() {
        openAndMeasure(20);
        openSecond(tinyModel());
        QTRY_VERIFY(figures().contains("B is better on"));
        choose("comparePairing", 1);
        QTRY_VERIFY(showsRows(3));
        QTRY_VERIFY(place().endsWith(QLocale().toString(1000)));
        QVERIFY(figures().isEmpty());
        QVERIFY(!find<QAbstractButton>("compareOrder")->isVisible());
        const std::vector<float> latent = latentOf(0);
        QTRY_VERIFY(stage()->images()->at(0).pixels == decoded(1, latent).pixels);
        QVERIFY(stage()->images()->at(static_cast<std::size_t>(sheet()->pictureColumns())).pixels ==
                decoded(7, latent).pixels);
        m_open.setModel(tinyModel());
        m_open.setWeights(tinyWeights(1));
        const Provenance made = m_view->provenance()();
        QCOMPARE(made.step, 1);
        QCOMPARE(made.pictures(), sheet()->pictureColumns());
        QCOMPARE(made.ofPicture(0).latents, latent);
        choose("comparePairing", 0);
        QTRY_VERIFY(showsRows(5));
        QVERIFY(m_view->provenance()().latents.empty());
    }

    void whatIsSavedBelongsToThePicturesOnThePage() {
        openAndMeasure(20);
        m_open.setModel(tinyModel());
        m_open.setWeights(tinyWeights(1));
        openSecond(tinyModel());
        QTRY_VERIFY(figures().contains("B is better on"));
        choose("comparePairing", 1);
        QTRY_VERIFY(showsRows(3) && sheet()->pictureColumns() == sheet()->columns());
        const int columns = sheet()->columns();
        QTest::keyClick(m_view.get(), Qt::Key_PageDown); // its pictures come later
        QCOMPARE(m_view->provenance()().ofPicture(0).latents, latentOf(0));
        QTRY_COMPARE(m_view->provenance()().ofPicture(0).latents, latentOf(columns));
        m_view->resize(1500, 400); // other columns, of which the pictures come later, too
        QVERIFY(sheet()->columns() != columns);
        QCOMPARE(m_view->provenance()().pictures(), sheet()->pictureColumns());
    }

    void aKeptMomentOfTheRunCanBeTheSecond() {
        openAndMeasure(20);
        openSecond(tinyModel(), "epoch 2.00");
        QTRY_COMPARE(find<QAbstractButton>("compareSecond")->text(), QString("B: epoch 2.00 ▾"));
        m_view->setMoments(
            {{"epoch 1.00", "/nowhere/1.safetensors"}, {"epoch 3.00, the best", "/nowhere/3"}});
        auto* moments = find<QMenu>("compareMoments");
        emit moments->aboutToShow();
        QCOMPARE(moments->actions().size(), 2);
        QCOMPARE(moments->actions()[0]->text(), QString("epoch 3.00, the best")); // the newest first
        moments->actions()[1]->trigger();
        QTRY_VERIFY(problem()->isVisible());
        QVERIFY(problem()->text().contains("1.safetensors"));
    }

    void otherLatentsCannotBeTheSame() {
        openAndMeasure(20);
        openSecond(tinyModel(2));
        QTRY_VERIFY(figures().contains("B is better on"));
        QVERIFY(!choice("comparePairing", 1)->isEnabled());
        QVERIFY(choice("comparePairing", 1)->text().contains("A has 4 latents, B has 2"));
    }

    void aModelOfOtherImagesIsRefused() {
        openAndMeasure(20);
        ModelConfig other = tinyModel();
        other.image = {3, 6, 6};
        openSecond(other);
        QTRY_VERIFY(problem()->isVisible());
        QVERIFY2(problem()->text().contains("6 × 6, colour"), qPrintable(problem()->text()));
        QTRY_VERIFY(showsRows(3));
    }

    void whatIsNoCheckpointIsRefused() {
        openAndMeasure(20);
        m_view->openSecond({{}, "/nowhere/other.safetensors"});
        QTRY_VERIFY(problem()->isVisible());
        QVERIFY(problem()->text().contains("other.safetensors"));
    }

    void theErrorMapIsOneClickAway() {
        openAndMeasure(60);
        QTest::mouseClick(find<QAbstractButton>("errorMap"), Qt::LeftButton);
        auto* map = find<ErrorMapPanel>("errorMapPanel");
        QVERIFY(map->isVisible());
        QVERIFY(!sheet()->isVisible());
        QTRY_VERIFY(map->hasMaps());
        QCOMPARE(find<ImageStage>("errorMapStage")->shownCount(), 2);
        QVERIFY(!map->picture().isNull());
        openSecond(tinyModel());
        auto* pictures = find<ImageStage>("errorMapStage");
        QTRY_COMPARE(pictures->shownCount(), 4);
        map->resize(300, 600); // as it is higher or wider: whatever makes them larger
        QCOMPARE(pictures->columnsShown(), 2);
        QCOMPARE(pictures->shownCount(), 4);
        map->resize(900, 200);
        QCOMPARE(pictures->columnsShown(), 4);
        QCOMPARE(pictures->shownCount(), 4);
        QCOMPARE(map->picture().size(), 2 * map->size());
        QTest::mouseClick(find<QAbstractButton>("saveSheet"), Qt::LeftButton);
        QVERIFY(passSavePanel(*m_view));
        QTRY_VERIFY(m_view->findChild<QFileDialog*>("saveDialog"));
        QTest::mouseClick(find<QAbstractButton>("errorMap"), Qt::LeftButton);
        QVERIFY(sheet()->isVisible());
    }

private:
    // Another of this kind, of step 7.
    void openSecond(const ModelConfig& config, const QString& name = {}) {
        const auto model = makeModel(config, {}, 0);
        restoreWeights(*tinyWeights(7, config), *model);
        Checkpoint checkpoint;
        checkpoint.model = config;
        checkpoint.weightsStep = 7;
        captureModel(*model, checkpoint);
        const std::string file = m_folder.filePath("other.safetensors").toStdString();
        saveCheckpoint(file, checkpoint);
        m_view->openSecond({name, QString::fromStdString(file)});
    }
    static std::vector<float> latentOf(int place) {
        std::vector<float> latent(4);
        Random(static_cast<std::uint64_t>(place), kSampleStream).fillNormal(latent);
        return latent;
    }
    static Image decoded(int step, const std::vector<float>& latent) {
        const auto model = makeModel(tinyModel(), {}, 0);
        restoreWeights(*tinyWeights(step), *model);
        return toImage(model->decode(Tensor({1, 4}, latent)).row(0), tinyModel().image);
    }

    QTemporaryDir m_folder;
};

QTEST_MAIN(CompareSecondTest)
#include "CompareSecondTest.moc"
