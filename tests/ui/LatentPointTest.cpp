// The explored point: undo and redo, what is locked, and what it does not accept.
#include "ui/LatentPoint.h"

#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace latentscape;
using Move = LatentPoint::Move;

class LatentPointTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_point.reset(2); }

    void dragsAreUndoneAtOnceAndJumpsOneByOne() {
        m_point.move({1, 0}, Move::Drag);
        m_point.move({2, 0}, Move::Drag);
        m_point.move({3, 0}, Move::Drag);
        m_point.move({3, 5}, Move::Jump);
        m_point.undo();
        QCOMPARE(m_point.latent(), (std::vector<float>{3, 0}));
        m_point.undo();
        QCOMPARE(m_point.latent(), (std::vector<float>{0, 0}));
        QVERIFY(!m_point.canUndo());
        m_point.undo(); // nothing
        m_point.redo();
        m_point.redo();
        QCOMPARE(m_point.latent(), (std::vector<float>{3, 5}));
        QVERIFY(!m_point.canRedo());
    }

    void aHandThatLetsGoBeginsAnotherStep() {
        m_point.move({1, 0}, Move::Drag);
        m_point.endDrag();
        m_point.move({2, 0}, Move::Drag);
        m_point.undo();
        QCOMPARE(m_point.latent(), (std::vector<float>{1, 0}));
    }

    void anotherMoveForgetsWhatWasUndone() {
        m_point.move({1, 0}, Move::Jump);
        m_point.undo();
        m_point.move({2, 0}, Move::Jump);
        QVERIFY(!m_point.canRedo());
    }

    void theClassBelongsToTheStep() {
        m_point.move({1, 0}, 3, Move::Jump);
        m_point.setLabel(5);
        m_point.undo();
        QCOMPARE(m_point.label(), 3);
        m_point.undo();
        QCOMPARE(m_point.label(), 0);
    }

    void whatIsLockedStays() {
        m_point.move({1, 1}, Move::Jump);
        QSignalSpy locks(&m_point, &LatentPoint::lockChanged);
        m_point.setLocked(1, true);
        m_point.setLocked(1, true);
        QCOMPARE(locks.size(), 1);
        m_point.move({4, 4}, Move::Jump);
        QCOMPARE(m_point.latent(), (std::vector<float>{4, 1}));
        m_point.reset(2);
        QVERIFY(!m_point.isLocked(1));
    }

    void whatIsNoPointOfThisModelIsIgnored() {
        QSignalSpy changes(&m_point, &LatentPoint::changed);
        m_point.move({1, 2, 3}, Move::Jump);
        m_point.move({1, std::numeric_limits<float>::quiet_NaN()}, Move::Jump);
        QVERIFY(changes.isEmpty());
        m_point.move({1e9F, 0}, Move::Jump);
        QCOMPARE(m_point.latent()[0], LatentPoint::kLimit);
    }

    void placedByNobodysHandItIsUntouched() {
        m_point.place({1, 1}, 2);
        QVERIFY(m_point.isUntouched());
        QVERIFY(!m_point.canUndo());
        m_point.move({1, 1}, 2, Move::Jump); // no other point, but a hand
        QVERIFY(!m_point.isUntouched());
        QVERIFY(!m_point.canUndo());
    }

    void itsHistoryIsBounded() {
        for (std::size_t i = 0; i < LatentPoint::kMostSteps + 50; ++i) {
            m_point.move({static_cast<float>(i % 7), static_cast<float>(i % 3)}, Move::Jump);
        }
        std::size_t steps = 0;
        while (m_point.canUndo()) {
            m_point.undo();
            ++steps;
        }
        QCOMPARE(steps, LatentPoint::kMostSteps);
    }

private:
    LatentPoint m_point;
};

QTEST_GUILESS_MAIN(LatentPointTest)
#include "LatentPointTest.moc"
