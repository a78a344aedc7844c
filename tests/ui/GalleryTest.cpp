// The gallery and the path: what is kept comes back, adds up, and is walked between.
#include "ui/GalleryPage.h"

#include "core/tensor/Error.h"
#include "tests/ui/ChildOf.h"
#include "tests/ui/WithLinks.h"
#include "ui/ChoiceLink.h"
#include "ui/LatentPoint.h"
#include "ui/PathPage.h"
#include "ui/PictureList.h"

#include <QAbstractButton>
#include <QJsonObject>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace latentscape;

namespace {

KeptPicture kept(const QString& name, std::vector<float> latent, std::uint16_t label = 0) {
    QImage image(6, 6, QImage::Format_Grayscale8);
    image.fill(Qt::gray);
    return {name, std::move(latent), label, 12, image};
}

} // namespace

class GalleryTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_point.reset(2); }

    void whatIsKeptComesBack() {
        WithLinks<GalleryPage> page(&m_point);
        QSignalSpy edits(&page, &GalleryPage::edited);
        page.keep(kept({}, {1, 2}, 3));
        page.keep(kept("mine", {3, 4}));
        QCOMPARE(edits.size(), 2);
        QCOMPARE(page.pictures().at(0).name, QString("Picture 1"));
        auto* list = childOf<PictureList>(page, "gallery");
        list->setCurrentRow(0);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(m_point.latent(), (std::vector<float>{1, 2}));
        QCOMPARE(m_point.label(), 3);
        m_point.undo();
        QCOMPARE(m_point.latent(), (std::vector<float>{0, 0}));
    }

    void aFullOneKeepsNoMore() {
        WithLinks<GalleryPage> page(&m_point);
        page.setPictures(std::vector<KeptPicture>(kMostKept - 1, kept("a", {1, 0})));
        QVERIFY(page.keep(kept("b", {0, 1})));
        QVERIFY(!page.keep(kept("c", {0, 1})));
        QCOMPARE(page.pictures().size(), std::size_t{kMostKept});
    }

    void latentsAreSavedOfTheChosenOnesOrOfAll() {
        WithLinks<GalleryPage> page(&m_point);
        page.keep(kept("a", {1, 0}));
        page.keep(kept("b", {0, 2}));
        QSignalSpy wanted(&page, &GalleryPage::saveRequested);
        auto* save = static_cast<QAbstractButton*>(page.links().at(3));
        save->click();
        childOf<PictureList>(page, "gallery")->item(1)->setSelected(true);
        save->click();
        QCOMPARE(wanted[0][0].value<std::vector<KeptPicture>>().size(), 2U);
        const auto chosen = wanted[1][0].value<std::vector<KeptPicture>>();
        QCOMPARE(chosen.size(), 1U);
        QCOMPARE(chosen[0].name, QString("b"));
    }

    void threeAddUpInTheOrderOfChoice() {
        WithLinks<GalleryPage> page(&m_point);
        page.keep(kept("a", {1, 0}));
        page.keep(kept("b", {0, 2}));
        page.keep(kept("c", {4, 4}, 1));
        auto* list = childOf<PictureList>(page, "gallery");
        const auto links = page.links();
        auto* combine = static_cast<QAbstractButton*>(links.at(1));
        QVERIFY(!combine->isEnabled());
        for (const int row : {2, 0, 1}) {
            list->item(row)->setSelected(true);
        }
        QVERIFY(combine->isEnabled());
        QCOMPARE(static_cast<QLabel*>(links.at(0))->text(), QString("A: c, B: a, C: b"));
        combine->click(); // c - a + b
        QCOMPARE(m_point.latent(), (std::vector<float>{3, 6}));
    }

    void aNameCanBeChangedAndAPictureRemoved() {
        WithLinks<GalleryPage> page(&m_point);
        page.keep(kept("a", {1, 0}));
        page.keep(kept("b", {0, 2}));
        QSignalSpy edits(&page, &GalleryPage::edited);
        auto* list = childOf<PictureList>(page, "gallery");
        list->item(0)->setText("portrait");
        QCOMPARE(page.pictures().at(0).name, QString("portrait"));
        list->item(0)->setSelected(true);
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(page.pictures().size(), 1U);
        QCOMPARE(page.pictures().at(0).name, QString("b"));
        QCOMPARE(edits.size(), 2);
    }

    void keysPutAPictureIntoAnotherPlace() {
        WithLinks<GalleryPage> page(&m_point);
        page.resize(500, 200);
        page.show();
        for (const char* name : {"a", "b", "c"}) {
            page.keep(kept(name, {1, 0}));
        }
        QSignalSpy edits(&page, &GalleryPage::edited);
        auto* list = childOf<PictureList>(page, "gallery");
        list->setCurrentRow(0);
        const auto press = [&](Qt::Key key) { QTest::keyClick(list, key, Qt::AltModifier); };
        const auto names = [&] {
            QString all;
            for (const KeptPicture& picture : page.pictures()) {
                all += picture.name;
            }
            return all;
        };
        press(Qt::Key_Left); // it is the first
        QCOMPARE(edits.size(), 0);
        press(Qt::Key_Right);
        QCOMPARE(names(), QString("bac"));
        press(Qt::Key_Right);
        press(Qt::Key_Right); // it is the last
        QCOMPARE(names(), QString("bca"));
        press(Qt::Key_Left);
        QCOMPARE(names(), QString("bac"));
        QCOMPARE(edits.size(), 3);
        QCOMPARE(list->currentRow(), 1);
        QCOMPARE(list->chosen(), std::vector<int>{1});
        QTRY_VERIFY(list->visualItemRect(list->item(0)).x() < list->visualItemRect(list->item(1)).x());
        QVERIFY(list->visualItemRect(list->item(1)).x() < list->visualItemRect(list->item(2)).x());
    }

    void aKeptPictureSurvivesAFile() {
        const KeptPicture before = kept("ä", {0.1F, -3}, 7);
        const KeptPicture after = keptPictureFromJson(toJson(before), 2);
        QCOMPARE(after.name, before.name);
        QCOMPARE(after.latent, before.latent);
        QCOMPARE(after.label, before.label);
        QCOMPARE(after.step, before.step);
        QCOMPARE(after.image.convertToFormat(QImage::Format_RGB32),
                 before.image.convertToFormat(QImage::Format_RGB32));
    }

    void whatIsDamagedIsRefused() {
        const QJsonObject good = toJson(kept("a", {1, 2}));
        QVERIFY_THROWS_EXCEPTION(Error, keptPictureFromJson(good, 3));
        for (const auto& [key, value] : {std::pair<QString, QJsonValue>{"latent", "x"},
                                         {"latent", QJsonArray{1, "y"}},
                                         {"class", -1},
                                         {"png", "bm90IGEgcG5n"}}) {
            QJsonObject bad = good;
            bad[key] = value;
            QVERIFY_THROWS_EXCEPTION(Error, keptPictureFromJson(bad, 2));
        }
    }

    void aPathIsScrubbed() {
        WithLinks<PathPage> page(&m_point);
        QVERIFY(!page.path());
        page.addStop(kept({}, {0, 0}, 1));
        page.addStop(kept({}, {2, 0}, 5));
        QVERIFY(page.path());
        auto* position = childOf<QSlider>(page, "pathPosition");
        position->setValue(500);
        QCOMPARE(m_point.latent(), (std::vector<float>{1, 0}));
        position->setValue(900);
        QCOMPARE(m_point.label(), 5);
        m_point.undo(); // the whole drag
        QCOMPARE(m_point.latent(), (std::vector<float>{0, 0}));
    }

    void aWalkGoesOnByItselfAndHolds() {
        WithLinks<PathPage> page(&m_point);
        page.setStops({kept("a", {1, 0}), kept("b", {0, 1}), kept("c", {-1, 0})});
        childOf<QAbstractButton>(page, "playPath")->click();
        QVERIFY(page.isPlaying());
        QSignalSpy moves(&m_point, &LatentPoint::changed);
        QTRY_VERIFY(moves.size() > 3);
        childOf<QAbstractButton>(page, "playPath")->click();
        QVERIFY(!page.isPlaying());
        QCOMPARE(page.path()->legs(), 3); // and back to the first
    }

    void aWayThroughTheImagesAsksWhereTheyLie() {
        WithLinks<PathPage> page(&m_point);
        QSignalSpy wanted(&page, &PathPage::encodingsWanted);
        page.setStops({kept("a", {0, 0}), kept("b", {2, 0})});
        auto* way = static_cast<ChoiceLink*>(page.links().at(0));
        way->setCurrent(2);
        QCOMPARE(wanted.size(), 1);
        page.setEncodings(
            std::make_shared<const Tensor>(Shape{3, 2}, std::vector<float>{0.5F, 0.6F, 1, 0.8F, 1.5F, 0.6F}));
        QTRY_VERIFY2(page.path()->at(0.5)[1] > 0.5F, qPrintable(childOf<QLabel>(page, "pathNote")->text()));
    }

    void whyTheImagesLieNowhereIsSaid() {
        WithLinks<PathPage> page(&m_point);
        page.setStops({kept("a", {0, 0}), kept("b", {2, 0})});
        page.setNoEncodings("no encoder"); // for whoever else has asked
        QVERIFY(childOf<QLabel>(page, "pathNote")->text().isEmpty());
        static_cast<ChoiceLink*>(page.links().at(0))->setCurrent(2);
        page.setNoEncodings("no encoder");
        QCOMPARE(childOf<QLabel>(page, "pathNote")->text(), QString("no encoder"));
    }

    void withOneStopThereIsNoWay() {
        WithLinks<PathPage> page(&m_point);
        page.setStops({kept("a", {0, 0}), kept("b", {2, 0})});
        page.setStops({kept("a", {0, 0})});
        QVERIFY(!page.path());
        page.play();
        QVERIFY(!page.isPlaying());
    }

private:
    LatentPoint m_point;
};

QTEST_MAIN(GalleryTest)
#include "GalleryTest.moc"
