// What was made in Explore comes back as it was; what is damaged, or of another model, is refused.
#include "ui/ExploreState.h"

#include "core/tensor/Error.h"
#include "tests/ui/ChildOf.h"
#include "tests/ui/TinyModel.h"
#include "ui/AroundCard.h"
#include "ui/ChoiceLink.h"
#include "ui/Decoder.h"
#include "ui/ExploreView.h"
#include "ui/GalleryPage.h"
#include "ui/LatentPoint.h"

#include <QFile>
#include <QFileDialog>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace latentscape;

class ExploreStateTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsAnEmptyObject() {
        QCOMPARE(toJson(ExploreState()), std::string("{}"));
        QVERIFY(exploreStateFromJson("{}", 4).isEmpty());
    }

    void everythingComesBack() {
        QImage image(6, 6, QImage::Format_RGB888);
        image.fill(Qt::red);
        const KeptPicture kept{"mine", {1, 2}, 1, 7, image};
        const ExploreState before{
            {0.5F, -2}, 1, {1}, {kept}, {kept, kept},          {{"smile", {0.6F, 0.8F}, 2, 0}},
            1,          2, 1,   3,      {1, 2, 0, "KL", true}, 3};
        const ExploreState after = exploreStateFromJson(toJson(before), 2);
        QCOMPARE(after.latent, before.latent);
        QCOMPARE(after.label, before.label);
        QCOMPARE(after.locked, before.locked);
        QCOMPARE(after.kept.at(0).name, QString("mine"));
        QCOMPARE(after.stops.size(), 2U);
        QVERIFY(after.directions == before.directions);
        QCOMPARE(after.pointPage, 1);
        QCOMPARE(after.aroundPage, 2);
        QCOMPARE(after.order, 1);
        QCOMPARE(after.range, 3);
        QVERIFY(after.map == before.map);
        QCOMPARE(after.view, 3);
    }

    void howTheWindowStoodIsNoReasonToRefuse() {
        const ExploreState state =
            exploreStateFromJson(R"({"map": [1], "view": "x", "pages": 3, "sliders": {}})", 2);
        QVERIFY(state.isEmpty());
    }

    void whatIsDamagedIsRefused() {
        QVERIFY_THROWS_EXCEPTION(Error, exploreStateFromJson("{", 2));
        QVERIFY_THROWS_EXCEPTION(Error, exploreStateFromJson("[]", 2));
        QVERIFY_THROWS_EXCEPTION(Error, exploreStateFromJson(R"({"point": [1]})", 2));
        QVERIFY_THROWS_EXCEPTION(Error, exploreStateFromJson(R"({"gallery": [{}]})", 2));
        QVERIFY_THROWS_EXCEPTION(
            Error,
            exploreStateFromJson(R"({"directions": [{"name": "d", "vector": [3, 4], "spread": 1}]})", 2));
        QVERIFY_THROWS_EXCEPTION(
            Error,
            exploreStateFromJson(R"({"directions": [{"name": "d", "vector": [0, 1], "spread": 0}]})", 2));
    }

    void theLatentsOfTheGalleryBecomeATable() {
        const QTemporaryDir folder;
        Decoder decoder;
        ExploreView view(&decoder);
        decoder.setModel(tinyModel());
        QImage image(6, 6, QImage::Format_Grayscale8);
        image.fill(9);
        QSignalSpy notices(view.around(), &AroundCard::notice);
        view.around()->saveLatents({{"mine", {1, 2, 3, 4}, 0, 1, image}});
        auto* dialog = view.window()->findChild<QFileDialog*>("saveDialog");
        QVERIFY(dialog);
        dialog->selectFile(folder.filePath("l.csv"));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(notices.size(), 1);
        QFile file(folder.filePath("l.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("name,z0,z1,z2,z3\nmine,1,2,3,4\n"));
    }

    void aViewTakesItUp() {
        Decoder decoder;
        ExploreView view(&decoder);
        decoder.setModel(tinyModel());
        decoder.setWeights(tinyWeights(1));
        view.point()->move({1, 0, 0.25F, 0}, LatentPoint::Move::Jump);
        view.point()->setLocked(2, true);
        childOf<ChoiceLink>(view, "sliderRange")->setCurrent(4);
        childOf<ChoiceLink>(view, "sortLatents")->setCurrent(2);
        QImage image(6, 6, QImage::Format_Grayscale8);
        image.fill(9);
        view.around()->gallery()->keep({"mine", {1, 2, 3, 4}, 0, 1, image});
        const ExploreState state = view.state();

        decoder.setModel(tinyModel());
        decoder.setWeights(tinyWeights(2));
        QVERIFY(view.around()->gallery()->pictures().empty());
        childOf<ChoiceLink>(view, "sliderRange")->setCurrent(0);
        view.restore(state);
        QCOMPARE(view.point()->latent(), (std::vector<float>{1, 0, 0.25F, 0}));
        QVERIFY(view.point()->isLocked(2));
        QCOMPARE(view.around()->gallery()->pictures().at(0).name, QString("mine"));
        QVERIFY(!view.point()->canUndo());
        QCOMPARE(childOf<ChoiceLink>(view, "sliderRange")->current(), 4);
        QCOMPARE(childOf<ChoiceLink>(view, "sortLatents")->current(), 2);
    }
};

QTEST_MAIN(ExploreStateTest)
#include "ExploreStateTest.moc"
