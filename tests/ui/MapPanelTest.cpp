// The map of the latent space: of a VAE's encodings and of a GAN's latents, on each kind of plane; pointing
// at it moves the explored point, which it follows; and what it says when there is nothing to show.
#include "ui/MapPanel.h"

#include "ui/PictureRecord.h"

#include "tests/ui/ChildOf.h"
#include "tests/ui/TinyModel.h"
#include "ui/ChoiceLink.h"
#include "ui/Decoder.h"
#include "ui/LatentPoint.h"
#include "ui/MapLegend.h"
#include "ui/MapPlot.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <cmath>

using namespace latentscape;

class MapPanelTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_decoder = std::make_unique<Decoder>();
        m_point = std::make_unique<LatentPoint>();
        m_model = std::make_unique<ExploredModel>();
        m_panel = std::make_unique<MapPanel>(m_decoder.get(), m_point.get(), m_model.get(), &m_open);
        m_links = m_panel->links();
        m_panel->resize(600, 400);
        m_panel->show();
    }
    void cleanup() {
        qDeleteAll(m_links);
        m_panel.reset();
        m_model.reset();
        m_point.reset();
        m_decoder.reset();
    }

    void saysWhatItWillShow() {
        QVERIFY(!message()->text().isEmpty());
        QVERIFY(!childOf<QPushButton>(*m_panel, "mapMessageAction")->isVisible());
        setModel(tinyModel());
        m_model->setData({tinyImages(20, {1, 9, 9}), nullptr}); // not this model's
        m_model->setWeights(tinyWeights(1));
        QVERIFY(!isMade());
        QVERIFY(message()->text().contains("choose data"));
    }

    void showsWhereTheEncoderPutsTheImages() {
        show(tinyModel());
        QTRY_VERIFY(isMade());
        QCOMPARE(count()->text(), QString("60 images"));
        QVERIFY(plot()->present());
        QCOMPARE(box("mapX")->count(), 4);
        QCOMPARE(box("mapX")->currentText(), QString("PC 1"));
        QCOMPARE(box("mapY")->currentText(), QString("PC 2"));
        // Held-out images have no labels here: error, KL, none.
        QCOMPARE(box("mapColours")->count(), 3);
        for (int i = 0; i < 3; ++i) {
            box("mapColours")->setCurrentIndex(i);
            QVERIFY(!m_panel->grab().isNull());
        }
    }

    void coloursByClassAndLetsOneStandOut() {
        setModel(tinyModel());
        m_model->setData({labelledImages(30), labelledImages(60)});
        m_model->setWeights(tinyWeights(1));
        QTRY_VERIFY(isMade());
        QCOMPARE(box("mapColours")->currentText(), QString("label"));
        auto* legend = childOf<MapLegend>(*m_panel, "mapLegend");
        QVERIFY(legend->isVisible());
        auto* heart = childOf<QToolButton>(*m_panel, "mapClass2");
        QCOMPARE(heart->text(), QString("heart"));
        heart->click();
        QCOMPARE(legend->chosen(), 2);
        childOf<QToolButton>(*m_panel, "mapClass0")->click();
        QCOMPARE(legend->chosen(), 0);
        QVERIFY(!heart->isChecked());
        box("mapColours")->setCurrentIndex(1); // error
        QCOMPARE(legend->chosen(), -1);
    }

    void settingsWaitForTheMapTheyAreOf() {
        const MapSettings wanted{1, 2, 0, "KL", true};
        m_panel->setSettings(wanted);
        QVERIFY(m_panel->settings() == wanted);
        show(tinyModel());
        QTRY_VERIFY(isMade());
        QVERIFY(m_panel->settings() == wanted);
        QCOMPARE(box("mapX")->currentText(), QString("z2"));
        QCOMPARE(box("mapY")->currentText(), QString("z0"));
        QCOMPARE(box("mapColours")->currentText(), QString("KL"));
        QVERIFY(childOf<QCheckBox>(*m_panel, "mapManifold")->isChecked());
        m_panel->setSettings({7, 9, 9, "nothing that is known", false});
        QCOMPARE(kind()->current(), 0);
        QCOMPARE(box("mapX")->currentText(), QString("PC 1"));
        QCOMPARE(box("mapY")->currentText(), QString("PC 2"));
        QCOMPARE(box("mapColours")->currentIndex(), 0);
    }

    void pointingMovesThePointWithinThePlane() {
        show(tinyModel());
        QTRY_VERIFY(isMade());
        kind()->setCurrent(1);
        QCOMPARE(box("mapX")->currentText(), QString("z0"));
        box("mapX")->setCurrentIndex(1); // which the other axis had
        QCOMPARE(box("mapY")->currentText(), QString("z0"));
        m_point->move({1, 2, 3, 4}, LatentPoint::Move::Jump);
        QCOMPARE(*plot()->present(), QPointF(2, 1));
        emit plot()->pointedAt({-0.5, 0.25}, false);
        emit plot()->pointedAt({-0.5, 0.75}, true);
        const std::vector<float>& latent = m_point->latent();
        QVERIFY(std::abs(latent[0] - 0.75F) < 1e-5F && std::abs(latent[1] + 0.5F) < 1e-5F);
        QCOMPARE(latent[2], 3.0F);
        QVERIFY(std::abs(plot()->present()->x() + 0.5) < 1e-5);
        m_point->undo();
        m_point->undo();
        QCOMPARE(*plot()->present(), QPointF(2, 1));
        // A point of its own: where the encoder put that image.
        emit plot()->pointActivated(5);
        QVERIFY(std::ranges::equal(m_point->latent(), m_panel->encoder().map()->latents.row(5)));
    }

    void anArrangementIsMadeWhenAskedAndCanBeCalledOff() {
        show(tinyModel());
        QTRY_VERIFY(isMade());
        kind()->setCurrent(2);
        auto* action = childOf<QPushButton>(*m_panel, "mapAction");
        QTRY_COMPARE(action->text(), QString("Make anew"));
        QVERIFY(isMade());
        QVERIFY(!box("mapX")->isVisible());
        emit plot()->pointedAt({3, 3}, false);
        QCOMPARE(*plot()->present(), QPointF(3, 3)); // where the hand is
        // Newer weights don't touch it until it is made anew.
        m_model->setWeights(tinyWeights(2));
        QVERIFY(count()->toolTip().contains("step 1"));
        action->click();
        QTRY_VERIFY(count()->toolTip().contains("step 2"));
        QTRY_COMPARE(action->text(), QString("Make anew"));
        action->click();
        QCOMPARE(action->text(), QString("Cancel"));
        action->click();
        QCOMPARE(action->text(), QString("Make anew"));
        QVERIFY(isMade()); // what was there before
        kind()->setCurrent(0);
        QVERIFY(isMade());
    }

    void theManifoldStandsBehind() {
        show(tinyModel());
        QTRY_VERIFY(isMade());
        QSignalSpy decoded(m_decoder.get(), &Decoder::manifoldDecoded);
        childOf<QCheckBox>(*m_panel, "mapManifold")->click();
        QTRY_VERIFY(!decoded.isEmpty());
        decoded.clear();
        m_point->move({1, 2, 3, 4}, LatentPoint::Move::Jump); // off the plane it was in
        QTRY_VERIFY(!decoded.isEmpty());
        QVERIFY(!m_panel->grab().isNull());
    }

    void aGanShowsRandomLatents() {
        ModelConfig config = tinyModel();
        config.kind = ModelKind::Gan;
        setModel(config);
        m_model->setWeights(tinyWeights(1, config));
        m_decoder->setWeights(tinyWeights(1, config));
        QTRY_VERIFY(isMade());
        QCOMPARE(count()->text(), QLocale().toString(2000) + QString(" random latents"));
        // How far each lies out is known; what needs an encoder is listed, and says why it is not to be had.
        QCOMPARE(box("mapColours")->currentText(), QString("distance"));
        QVERIFY(box("mapColours")->isEnabled());
        QCOMPARE(box("mapColours")->itemText(1), QString("none"));
        QVERIFY(box("mapColours")->itemText(2).startsWith("error: no encoder"));
        QVERIFY(!(box("mapColours")->model()->index(2, 0).flags() & Qt::ItemIsEnabled));
        box("mapColours")->setCurrentIndex(1);
        QVERIFY(!m_panel->grab().isNull());
        emit plot()->pointActivated(7);
        QVERIFY(std::ranges::equal(m_point->latent(), m_panel->encoder().map()->latents.row(7)));
    }

    void followsNewerWeightsWhileItIsSeen() {
        show(tinyModel());
        QTRY_VERIFY(isMade());
        const auto before = m_panel->encoder().map();
        m_model->setWeights(tinyWeights(2));
        QTRY_VERIFY(m_panel->encoder().map() != before);
        QCOMPARE(m_panel->encoder().step(), 2);
        m_panel->hide();
        m_model->setWeights(tinyWeights(3));
        QVERIFY(!m_panel->encoder().isBusy());
        m_panel->show();
        QTRY_COMPARE(m_panel->encoder().step(), 3);
    }

    void anotherModelForgetsTheMap() {
        show(tinyModel());
        QTRY_VERIFY(isMade());
        setModel(tinyModel(2));
        QVERIFY(!isMade());
        m_model->setWeights(tinyWeights(1, tinyModel(2)));
        QTRY_VERIFY(isMade());
        QCOMPARE(box("mapX")->count(), 2);
    }

    void itsPointsBecomeATable() {
        QVERIFY(!saveLink()->isEnabled());
        show(tinyModel());
        QTRY_VERIFY(isMade());
        QVERIFY(saveLink()->isEnabled());
        QSignalSpy saved(m_panel.get(), &MapPanel::notice);
        saveLink()->menu()->actions().at(1)->trigger();
        auto* dialog = childOf<QFileDialog>(*m_panel, "saveDialog");
        QVERIFY(dialog->windowTitle().contains("60 points"));
        const QTemporaryDir folder;
        emit dialog->fileSelected(folder.filePath("map.csv"));
        QTRY_COMPARE(saved.size(), 1);
        QFile file(folder.filePath("map.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 61);
        QCOMPARE(lines.front(), QByteArray("index,x,y,kl,squared_error,z0,z1,z2,z3"));
    }

    void weightsThatAreNotFiniteAreSaid() {
        setModel(tinyModel());
        m_model->setData({tinyImages(20), nullptr});
        auto weights = std::make_shared<Weights>(*tinyWeights(1));
        std::ranges::fill(weights->values, NAN);
        m_model->setWeights(weights);
        QTRY_VERIFY(message()->text().contains("finite"));
        QVERIFY(!isMade());
    }

private:
    QToolButton* saveLink() const { return qobject_cast<QToolButton*>(m_links.back()); }
    void setModel(const ModelConfig& model) {
        TrainConfig config;
        config.model = model;
        m_decoder->setModel(model);
        m_point->reset(static_cast<int>(model.latent));
        m_model->setRun(config);
    }
    void show(const ModelConfig& model) {
        setModel(model);
        m_model->setData({tinyImages(30), tinyImages(60)});
        m_model->setWeights(tinyWeights(1, model));
        m_decoder->setWeights(tinyWeights(1, model));
    }
    bool isMade() const { return plot()->isVisible(); }
    MapPlot* plot() const { return childOf<MapPlot>(*m_panel, "mapPlot"); }
    QLabel* message() const { return childOf<QLabel>(*m_panel, "mapMessage"); }
    QComboBox* box(const char* name) const { return childOf<QComboBox>(*m_panel, name); }
    QLabel* count() const { return childOf<QLabel>(*m_panel, "mapState"); }
    ChoiceLink* kind() const { return static_cast<ChoiceLink*>(m_links[0]); }

    std::unique_ptr<Decoder> m_decoder;
    std::unique_ptr<LatentPoint> m_point;
    std::unique_ptr<ExploredModel> m_model;
    OpenModel m_open;
    std::unique_ptr<MapPanel> m_panel;
    std::vector<QWidget*> m_links;
};

QTEST_MAIN(MapPanelTest)
#include "MapPanelTest.moc"
