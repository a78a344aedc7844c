// The decoder answers with the newest weights, the newest request of each kind wins, wanted pictures are made
// again, and what cannot be done is said.
#include "ui/Decoder.h"

#include "tests/ui/TinyModel.h"
#include "ui/ModelCopy.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace latentscape;

class DecoderTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_decoder = std::make_unique<Decoder>();
        m_points.clear();
        connect(m_decoder.get(), &Decoder::pointDecoded, this,
                [this](const DecodedImages& result) { m_points.push_back(result); });
    }
    void cleanup() { m_decoder.reset(); }

    void waitsForWeightsThenDecodesAsTheModelDoes() {
        m_decoder->setModel(tinyModel());
        QVERIFY(!m_decoder->hasWeights());
        const std::vector<float> latent{0.5F, -1, 2, 0};
        const std::uint64_t id = m_decoder->decodePoint(latent);
        const auto weights = tinyWeights(7);
        m_decoder->setWeights(weights);
        QTRY_COMPARE(m_points.size(), 1U);
        QCOMPARE(m_points[0].origin.id, id);
        QCOMPARE(m_points[0].origin.step, 7);

        const auto model = makeModel(tinyModel(), {}, 0);
        std::ranges::copy(weights->values, model->parameters().mutableValues().begin());
        const Tensor expected = model->decode(Tensor({1, 4}, latent));
        QCOMPARE(m_points[0].images->size(), 1U);
        QVERIFY(m_points[0].images->front().pixels == toImage(expected.row(0), tinyModel().image).pixels);
    }

    void onlyTheNewestRequestIsAnswered() {
        makeReady();
        std::uint64_t last = 0;
        for (int i = 0; i < 50; ++i) {
            last = m_decoder->decodePoint({static_cast<float>(i), 0, 0, 0});
        }
        QTRY_VERIFY(!m_points.empty());
        QCOMPARE(m_points.size(), 1U);
        QCOMPARE(m_points[0].origin.id, last);
    }

    void newerWeightsMakeThePictureAgainUntilItIsReleased() {
        makeReady();
        m_decoder->decodePoint({0, 0, 0, 0});
        QTRY_COMPARE(m_points.size(), 1U);
        m_decoder->setWeights(tinyWeights(2));
        QTRY_COMPARE(m_points.size(), 2U);
        QCOMPARE(m_points[1].origin.step, 2);
        m_decoder->release(DecodeKind::Point);
        QSignalSpy strips(m_decoder.get(), &Decoder::stripsDecoded);
        m_decoder->setWeights(tinyWeights(3));
        m_decoder->decodeStrips({0, 0, 0, 0, 1, 1, 1, 1});
        QTRY_COMPARE(strips.size(), 1);
        QCOMPARE(m_points.size(), 2U);
    }

    void aManifoldOfManyTurnsLetsAPointGoBeforeIt() {
        makeReady();
        QSignalSpy manifolds(m_decoder.get(), &Decoder::manifoldDecoded);
        std::vector<float> latents(100 * 4);
        latents[99 * 4] = 2;
        m_decoder->decodeManifold(latents);
        m_decoder->decodePoint({2, 0, 0, 0});
        QTRY_COMPARE(manifolds.size(), 1);
        QCOMPARE(m_points.size(), 1U);
        const auto manifold = manifolds.takeFirst().at(0).value<DecodedImages>();
        QCOMPARE(manifold.images->size(), 100U);
        QVERIFY(manifold.images->at(99).pixels == m_points[0].images->front().pixels);
        QVERIFY(manifold.images->at(98).pixels != m_points[0].images->front().pixels);

        m_decoder->setWeights(tinyWeights(2));
        QTRY_COMPARE(manifolds.size(), 1);
        QCOMPARE(manifolds.takeFirst().at(0).value<DecodedImages>().origin.step, 2);
        m_decoder->release(DecodeKind::Manifold);
        m_decoder->setWeights(tinyWeights(3));
        QTRY_COMPARE(m_points.size(), 3U);
        QCOMPARE(manifolds.size(), 0);
    }

    void anotherModelForgetsTheOneBefore() {
        makeReady();
        m_decoder->decodePoint({0, 0, 0, 0});
        m_decoder->setModel(tinyModel(2));
        QVERIFY(!m_decoder->hasWeights());
        const std::uint64_t id = m_decoder->decodePoint({0, 0});
        m_decoder->setWeights(tinyWeights(5, tinyModel(2)));
        QTRY_COMPARE(m_points.size(), 1U);
        QCOMPARE(m_points[0].origin.id, id);
    }

    void reconstructsEncodesAndMeasures() {
        makeReady();
        const auto data = tinyImages(200);
        ReconstructedImages pairs;
        EncodedImage encoded;
        LatentKl kl;
        connect(m_decoder.get(), &Decoder::reconstructed, this, [&](const auto& result) { pairs = result; });
        connect(m_decoder.get(), &Decoder::encoded, this, [&](const auto& result) { encoded = result; });
        connect(m_decoder.get(), &Decoder::klMeasured, this, [&](const auto& result) { kl = result; });
        m_decoder->reconstruct(data, {3, 150});
        m_decoder->encode(data, 3);
        m_decoder->measureKl(data);
        QTRY_COMPARE(kl.klPerLatent.size(), 4U);
        QTRY_COMPARE(pairs.errors.count(), 2U);
        QTRY_COMPARE(encoded.mean.size(), 4U);
        QVERIFY(kl.klPerLatent[0] >= 0);
        QVERIFY(pairs.originals->at(1).pixels == data->image(150).pixels);
        // The same error, whether an image is seen alone or among all.
        const auto model = makeModel(tinyModel(), {}, 0);
        restoreWeights(*tinyWeights(1), *model);
        const ReconstructionErrors all = measureErrors(*model, *data).errors;
        QVERIFY(std::abs(pairs.errors.mse[1] - all.mse[150]) < 1e-6F);
        QVERIFY(std::abs(pairs.errors.ssim[1] - all.ssim[150]) < 1e-5F);
        QVERIFY(std::abs(pairs.errors.kl[1] - all.kl[150]) < 1e-3F);

        // What the encoder says, decoded, is the reconstruction.
        m_decoder->decodePoint(encoded.mean);
        QTRY_COMPARE(m_points.size(), 1U);
        QVERIFY(m_points[0].images->front().pixels == pairs.generated->at(0).pixels);
    }

    void aConditionalModelIsToldTheImagesClasses() {
        ModelConfig model = tinyModel();
        model.classes = 3;
        m_decoder->setModel(model);
        m_decoder->setWeights(tinyWeights(1, model));
        QSignalSpy pairs(m_decoder.get(), &Decoder::reconstructed);
        QSignalSpy measures(m_decoder.get(), &Decoder::klMeasured);
        QSignalSpy failed(m_decoder.get(), &Decoder::failed);
        m_decoder->reconstruct(labelledImages(40), {3, 5});
        m_decoder->measureKl(labelledImages(40));
        QTRY_COMPARE(measures.size(), 1);
        QCOMPARE(pairs.size(), 1);
        QVERIFY(failed.isEmpty());
        m_decoder->reconstruct(tinyImages(40), {3, 5});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("no labels"));
    }

    void eachLatentOfASheetHasAClassOfItsOwn() {
        ModelConfig model = tinyModel();
        model.classes = 3;
        m_decoder->setModel(model);
        m_decoder->setWeights(tinyWeights(1, model));
        DecodedImages sheet;
        connect(m_decoder.get(), &Decoder::sheetDecoded, this, [&](const auto& result) { sheet = result; });
        m_decoder->decodeSheet({1, 0, 0, 0, 1, 0, 0, 0}, {0, 2});
        QTRY_VERIFY(sheet.images);
        m_decoder->decodePoint({1, 0, 0, 0}, 2);
        QTRY_COMPARE(m_points.size(), 1U);
        QVERIFY(sheet.images->at(1).pixels == m_points[0].images->front().pixels);
        QVERIFY(sheet.images->at(0).pixels != sheet.images->at(1).pixels);
    }

    void imagesOfAnotherShapeAreRefusedWithBothShapes() {
        makeReady();
        QSignalSpy failed(m_decoder.get(), &Decoder::failed);
        m_decoder->encode(tinyImages(3, {1, 5, 5}), 0);
        QTRY_COMPARE(failed.size(), 1);
        const QString message = failed[0][0].toString();
        QVERIFY2(message.contains("1x5x5") && message.contains("1x6x6"), qPrintable(message));
        m_decoder->decodePoint({0, 0, 0, 0}); // it is as well as before
        QTRY_COMPARE(m_points.size(), 1U);
    }

    void weightsOfAnotherModelAreRefused() {
        m_decoder->setModel(tinyModel());
        QSignalSpy failed(m_decoder.get(), &Decoder::failed);
        m_decoder->setWeights(tinyWeights(1, tinyModel(2)));
        m_decoder->decodePoint({0, 0, 0, 0});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("not this model's"));
    }

    void endsWhileItMeasures() {
        makeReady();
        m_decoder->measureKl(tinyImages(50000));
        m_decoder.reset(); // no result may reach what is gone
        QCoreApplication::processEvents();
    }

private:
    void makeReady() {
        m_decoder->setModel(tinyModel());
        m_decoder->setWeights(tinyWeights(1));
    }

    std::unique_ptr<Decoder> m_decoder;
    std::vector<DecodedImages> m_points;
};

QTEST_GUILESS_MAIN(DecoderTest)
#include "DecoderTest.moc"
