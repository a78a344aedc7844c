// A picture that was saved here knows how it was made: opened again, it brings the point back, or says that
// the model is another one.
#include "ui/PictureRecord.h"

#include "core/io/Animation.h"
#include "core/io/ImageExport.h"
#include "core/io/PlotExport.h"
#include "tests/ui/Saving.h"
#include "tests/ui/TinyModel.h"
#include "ui/AroundCard.h"
#include "ui/Decoder.h"
#include "ui/ExploreView.h"
#include "ui/LatentPoint.h"
#include "ui/PathPage.h"

#include <QFile>
#include <QFileDialog>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace latentscape;

class SavedPictureTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QVERIFY(m_folder.isValid());
        m_decoder = std::make_unique<Decoder>();
        m_view = std::make_unique<ExploreView>(m_decoder.get());
        m_view->resize(980, 600);
        m_view->show();
        open(tinyModel(), 1);
    }
    void cleanup() {
        m_view.reset();
        m_decoder.reset();
    }

    void thePointComesBack() {
        save("a.png", record(tinyModel(), 1, {0.5F, -1, 0, 2}));
        QSignalSpy notice(m_view.get(), &ExploreView::notice);
        QSignalSpy told(m_view.get(), &ExploreView::told);
        m_view->openPicture(path("a.png"));
        QTRY_COMPARE(m_view->point()->latent(), (std::vector<float>{0.5F, -1, 0, 2}));
        QCOMPARE(notice.size(), 1);
        QVERIFY(told.isEmpty());
        QVERIFY(m_view->point()->canUndo());
    }

    void theClassComesBackToo() {
        ModelConfig model = tinyModel();
        model.classes = 3;
        open(model, 1);
        PictureRecord made = record(model, 1, {1, 1, 1, 1});
        made.label = 2;
        save("class.png", made);
        m_view->openPicture(path("class.png"));
        QTRY_COMPARE(m_view->point()->label(), std::uint16_t{2});
    }

    void anotherModelIsSaid() {
        save("other.png", record(tinyModel(), 2, {1, 2, 3, 4}));
        QSignalSpy told(m_view.get(), &ExploreView::told);
        m_view->openPicture(path("other.png"));
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(told[0][1].toString().contains("run/a.safetensors"));
        QCOMPARE(m_view->point()->latent(), (std::vector<float>{1, 2, 3, 4}));
    }

    void latentsOfAnotherLengthMoveNothing() {
        save("wide.png", record(tinyModel(5), 1, {1, 2, 3, 4, 5}));
        QSignalSpy told(m_view.get(), &ExploreView::told);
        m_view->openPicture(path("wide.png"));
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(told[0][1].toString().contains("5"));
        QVERIFY(!m_view->point()->canUndo());
    }

    void damagedWordsAreSaidAndThePictureIsTakenAsAnyOther() {
        const PictureRecord made = record(tinyModel(), 1, {1, 2, 3, 4});
        save("bad.png", made);
        QFile file(path("bad.png"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const qsizetype at = bytes.indexOf("zTXt") + 40;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        file.seek(0);
        file.write(bytes);
        file.close();
        QSignalSpy told(m_view.get(), &ExploreView::told);
        m_view->openPicture(path("bad.png"));
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(told[0][1].toString().contains("bad.png"));
    }

    void aPlotLeadsToNoPointAndSaysWhoseItIs() {
        const Provenance made = record(tinyModel(), 1, {}).provenance("losses");
        savePlot(path("losses.png").toStdString(), {"t", "epoch", {{{{"a", 0, {0, 1, 2}, {3, 2, 1}}}}}},
                 &made);
        QSignalSpy told(m_view.get(), &ExploreView::told);
        m_view->openPicture(path("losses.png"));
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(told[0][0].toString().contains("plot of losses"));
        QVERIFY(told[0][1].toString().contains("run/a.safetensors"));
        QVERIFY(!m_view->point()->canUndo());
        QVERIFY(!recordIn(path("losses.png")));
    }

    void anAnimatedPngLeadsToItsFirstPoint() {
        const PictureRecord made = record(tinyModel(), 1, {0.5F, -1, 0, 2, 1, 1, 1, 1});
        const auto frame = [](std::int64_t i) {
            return Image{{1, 6, 6}, std::vector<std::uint8_t>(36, static_cast<std::uint8_t>(9 * i))};
        };
        saveAnimation(path("walk.apng").toStdString(), 2, frame,
                      {.provenance = [&] { return made.provenance("walk"); }});
        m_view->openPicture(path("walk.apng"));
        QTRY_COMPARE(m_view->point()->latent(), (std::vector<float>{0.5F, -1, 0, 2}));
    }

    void aRecordTellsAllThatIsKnown() {
        PictureRecord made = record(tinyModel(), 7, {1, 2, 3, 4, 5, 6, 7, 8});
        const Provenance words = made.provenance("explore");
        QCOMPARE(words.pictures(), 2);
        QCOMPARE(words.step, 7);
        QCOMPARE(words.checkpoint, std::string("run/a.safetensors"));
        QVERIFY(words.classes.empty());
        OpenModel model;
        model.setModel(tinyModel());
        QVERIFY(!model.hasWeights() && !model.recordOf(1, {}, 0));
        for (int step = 1; step <= 6; ++step)
            model.setWeights(tinyWeights(step));
        QVERIFY(!model.recordOf(1, {}, 0)); // too old
        QCOMPARE(model.recordOf(5, {1, 2, 3, 4}, 0)->weights->step, 5);
        QCOMPARE(model.now().weights->step, 6);
    }

    void theFramesOfAPathAreDecoded() {
        const PictureRecord open = record(tinyModel(), 1, {});
        Tensor stops({2, 4});
        stops.row(1)[0] = 2;
        const FrameSource frame = framesOf(open, LatentPath(stops, PathKind::Straight), {0, 0, 0});
        const auto model = makeModel(tinyModel(), {}, 0);
        std::ranges::copy(open.weights->values, model->parameters().mutableValues().begin());
        const Tensor pixels = model->decode(Tensor({1, 4}, std::vector<float>{1, 0, 0, 0}), {});
        QCOMPARE(frame(1).pixels, toImage(pixels.row(0), tinyModel().image).pixels);
        QVERIFY(frame(0).pixels != frame(2).pixels);
    }

    void aPathIsSavedAsAStripThatKnowsItsPoints() {
        QImage image(6, 6, QImage::Format_Grayscale8);
        image.fill(9);
        m_view->around()->path()->setStops(
            {{"a", {0, 0, 0, 0}, 0, 1, image}, {"b", {2, 0, 0, 0}, 0, 1, image}});
        m_view->around()->savePathStrip();
        QTRY_VERIFY(openSavePanel(*m_view));
        QVERIFY(passSavePanel(*m_view));
        auto* dialog = m_view->findChild<QFileDialog*>("saveDialog");
        dialog->selectFile(path("strip.png"));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_VERIFY(QFile::exists(path("strip.png")));
        const auto made = readProvenance(path("strip.png").toStdString());
        QCOMPARE(made->pictures(), 13);
        QCOMPARE(made->latents[6 * 4], 1.0F); // half of the way there; it does not lead back in a row
    }

private:
    void open(const ModelConfig& model, std::int64_t step) {
        m_decoder->setModel(model);
        m_decoder->setWeights(tinyWeights(step, model));
        m_view->setWeights(tinyWeights(step, model));
    }
    static PictureRecord record(const ModelConfig& model, std::int64_t step, std::vector<float> latents) {
        return {model, tinyWeights(step, model), "run/a.safetensors", std::move(latents), 0};
    }
    void save(const char* name, const PictureRecord& made) const {
        const Provenance words = made.provenance("explore");
        saveImages(path(name).toStdString(), {Image{{1, 6, 6}, std::vector<std::uint8_t>(36, 9)}}, 1, {},
                   &words);
    }
    QString path(const char* name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    std::unique_ptr<Decoder> m_decoder;
    std::unique_ptr<ExploreView> m_view;
};

QTEST_MAIN(SavedPictureTest)
#include "SavedPictureTest.moc"
