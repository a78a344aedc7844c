// The history as a scrubber: from the first kept moment to now, of the picture that is followed.
#include "ui/HistoryStrip.h"

#include "ui/ImageStage.h"

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace latentscape;

class HistoryStripTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_strip = std::make_unique<HistoryStrip>();
        m_strip->resize(700, m_strip->height());
        m_strip->show();
    }
    void cleanup() { m_strip.reset(); }

    void showsTheFirstMomentTheLastAndNow() {
        for (const int count : {1, 5, 64}) {
            m_strip->setMoments(moments(count));
            m_strip->setNow(pictures(150));
            const std::vector<int> shown = pixels();
            QVERIFY(shown.size() <= 24U);
            QCOMPARE(shown.front(), 0);
            QCOMPARE(shown[shown.size() - 2], count - 1);
            QCOMPARE(shown.back(), 150);
            QVERIFY(std::ranges::is_sorted(shown));
        }
        QVERIFY(pixels().size() > 8U);
    }

    void followsThePictureThatIsChosen() {
        m_strip->setMoments(moments(2));
        m_strip->setPicture(1);
        QCOMPARE(pixels(), (std::vector<int>{200, 201}));
        m_strip->setPicture(7); // there is none
        QVERIFY(pixels().empty());
    }

    void ofReconstructionsTheOutputsAreShown() {
        m_strip->setMoments(moments(2));
        m_strip->setKind(HistoryKind::Reconstructions);
        QCOMPARE(pixels(), (std::vector<int>{100, 101}));
        m_strip->setPicture(1); // the output itself rather than its original
        QCOMPARE(pixels(), (std::vector<int>{100, 101}));
    }

    void whatIsNotDrawnYetIsLeftOut() {
        auto some = moments(3);
        some[1].pictures = {};
        m_strip->setMoments(some);
        QCOMPARE(pixels(), (std::vector<int>{0, 2}));
    }

    void pointingScrubsAndAClickChooses() {
        m_strip->setMoments(moments(3));
        m_strip->setNow(pictures(150));
        QSignalSpy scrubbed(m_strip.get(), &HistoryStrip::scrubbed);
        QSignalSpy left(m_strip.get(), &HistoryStrip::scrubLeft);
        QSignalSpy chosen(m_strip.get(), &HistoryStrip::chosen);
        QSignalSpy now(m_strip.get(), &HistoryStrip::nowChosen);
        QTest::mouseMove(stage(), place(1));
        QTRY_COMPARE(scrubbed.count(), 1);
        QCOMPARE(scrubbed.first().first().toLongLong(), 100);
        QTest::mouseClick(stage(), Qt::LeftButton, {}, place(1));
        QCOMPARE(chosen.first().first().toLongLong(), 100);
        QTest::mouseMove(stage(), place(3));
        QTRY_COMPARE(left.count(), 1);
        QTest::mouseClick(stage(), Qt::LeftButton, {}, place(3));
        QCOMPARE(now.count(), 1);
    }

    void arrowKeysScrubUntilTheFocusLeaves() {
        m_strip->setMoments(moments(3));
        m_strip->setNow(pictures(150));
        QSignalSpy scrubbed(m_strip.get(), &HistoryStrip::scrubbed);
        QSignalSpy left(m_strip.get(), &HistoryStrip::scrubLeft);
        QSignalSpy chosen(m_strip.get(), &HistoryStrip::chosen);
        QSignalSpy now(m_strip.get(), &HistoryStrip::nowChosen);
        QTest::keyClick(stage(), Qt::Key_Left);
        QTest::keyClick(stage(), Qt::Key_Left);
        QCOMPARE(scrubbed.count(), 2);
        QCOMPARE(scrubbed.last().first().toLongLong(), 100);
        QTest::keyClick(stage(), Qt::Key_Return);
        QCOMPARE(chosen.last().first().toLongLong(), 100);
        m_strip->setCurrent(100); // as whoever listens does
        QTest::keyClick(stage(), Qt::Key_End);
        QCOMPARE(left.count(), 1);
        QTest::keyClick(stage(), Qt::Key_Return);
        QCOMPARE(now.count(), 1);
        QTest::keyClick(stage(), Qt::Key_Home);
        QCOMPARE(scrubbed.last().first().toLongLong(), 0);
        QFocusEvent away(QEvent::FocusOut);
        QCoreApplication::sendEvent(stage(), &away);
        QCOMPARE(left.count(), 2);
        QCoreApplication::sendEvent(stage(), &away); // nothing was scrubbed since
        QCOMPARE(left.count(), 2);
    }

    void marksTheMomentThatIsShown() {
        m_strip->setMoments(moments(3));
        m_strip->setNow(pictures(150));
        QCOMPARE(stage()->current(), 3);
        m_strip->setCurrent(100);
        QCOMPARE(stage()->current(), 1);
        m_strip->setCurrent({});
        QCOMPARE(stage()->current(), 3);
    }

    void playsFromTheFirstToTheLastOnce() {
        m_strip->setMoments(moments(4));
        QSignalSpy scrubbed(m_strip.get(), &HistoryStrip::scrubbed);
        QSignalSpy left(m_strip.get(), &HistoryStrip::scrubLeft);
        m_strip->findChild<QToolButton*>("playHistory")->click();
        QVERIFY(m_strip->isPlaying());
        QTRY_COMPARE(left.count(), 1);
        QVERIFY(!m_strip->isPlaying());
        QCOMPARE(scrubbed.count(), 4);
        QCOMPARE(scrubbed.first().first().toLongLong(), 0);
        QCOMPARE(scrubbed.last().first().toLongLong(), 300);
    }

    void aRunWithoutMomentsCannotBePlayed() {
        m_strip->setNow(pictures(5));
        QVERIFY(!m_strip->findChild<QToolButton*>("playHistory")->isEnabled());
        m_strip->clear();
        QVERIFY(pixels().empty());
    }

private:
    static ProgressPictures pictures(int value) {
        const auto all = [](std::initializer_list<int> values) {
            auto images = std::make_shared<std::vector<Image>>();
            for (const int v : values) {
                images->push_back({{1, 1, 1}, {static_cast<std::uint8_t>(v)}});
            }
            return images;
        };
        return {all({value, 200 + value % 50}), all({50, 100 + value})};
    }
    static std::vector<MomentStore::Entry> moments(int count) {
        std::vector<MomentStore::Entry> all;
        for (int i = 0; i < count; ++i) {
            MomentStore::Entry entry;
            entry.step = 100 * i;
            entry.epoch = i;
            entry.pictures = pictures(i);
            all.push_back(entry);
        }
        return all;
    }
    ImageStage* stage() const { return m_strip->findChild<ImageStage*>("growth"); }
    QPoint place(int column) const { return stage()->imageRect(column).center().toPoint(); }
    std::vector<int> pixels() const {
        std::vector<int> values;
        for (const Image& image : *stage()->images()) {
            values.push_back(image.pixels[0]);
        }
        return values;
    }

    std::unique_ptr<HistoryStrip> m_strip;
};

QTEST_MAIN(HistoryStripTest)
#include "HistoryStripTest.moc"
