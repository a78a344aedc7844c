// All sliders: sorted by KL when no hand is near, dead ones greyed, one signal for many changes, and every
// one can be found whatever the room.
#include "ui/LatentSliderGrid.h"

#include "ui/LatentSlider.h"

#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace latentscape;

class LatentSliderGridTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_grid = std::make_unique<LatentSliderGrid>();
        m_grid->setGeometry(200, 200, 600, 360); // away from the mouse
        m_grid->show();
    }
    void cleanup() { m_grid.reset(); }

    void sortsByKlAndGreysTheDead() {
        m_grid->setCount(4);
        QCOMPARE(m_grid->sequence(), (std::vector<int>{0, 1, 2, 3}));
        QSignalSpy changed(m_grid.get(), &LatentSliderGrid::sequenceChanged);
        m_grid->setKl(std::vector<float>{0.5F, 0.001F, 2, 1});
        QCOMPARE(m_grid->sequence(), (std::vector<int>{2, 3, 0, 1}));
        QCOMPARE(changed.size(), 1);
        QVERIFY(m_grid->slider(1)->isDead());
        QVERIFY(!m_grid->slider(0)->isDead());
        QVERIFY(m_grid->slider(2)->y() < m_grid->slider(3)->y());
        m_grid->setOrder(LatentSliderGrid::Order::Index);
        QCOMPARE(m_grid->sequence(), (std::vector<int>{0, 1, 2, 3}));
        m_grid->setKl(std::vector<float>{1, 2}); // of another model
        QCOMPARE(m_grid->kl().size(), 4U);
    }

    void sortsByWhatThePictureShows() {
        m_grid->setCount(3, false); // of a GAN
        m_grid->setOrder(LatentSliderGrid::Order::Effect);
        QCOMPARE(m_grid->sequence(), (std::vector<int>{0, 1, 2})); // not known yet
        m_grid->setEffects(std::vector<float>{0.5F, 0, 2});
        QCOMPARE(m_grid->sequence(), (std::vector<int>{2, 0, 1}));
        QVERIFY(m_grid->slider(1)->isDead());
        QVERIFY(m_grid->slider(0)->toolTip().contains("25 %"));
        m_grid->setCount(3, false);
        QVERIFY(m_grid->effects().empty());
    }

    void slidersStayWhileTheHandIsThere() {
        m_grid->setCount(3);
        m_grid->setKl(std::vector<float>{3, 2, 1});
        m_grid->activateWindow();
        m_grid->slider(0)->setFocus();
        QTRY_VERIFY(m_grid->slider(0)->hasFocus());
        m_grid->setKl(std::vector<float>{1, 2, 3});
        QCOMPARE(m_grid->sequence(), (std::vector<int>{0, 1, 2}));
        m_grid->slider(0)->clearFocus();
        m_grid->setKl(std::vector<float>{1, 2, 3});
        QCOMPARE(m_grid->sequence(), (std::vector<int>{2, 1, 0}));
    }

    void manyChangesAreOneSignal() {
        m_grid->setCount(5);
        QSignalSpy changed(m_grid.get(), &LatentSliderGrid::latentChanged);
        const std::vector<float> values{1, -2, 0.25F, 0, 4.5F};
        m_grid->setLatent(values);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_grid->latent(), values);
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(m_grid->slider(i)->limit(), 5); // handles can be compared
        }
        m_grid->setLatent(values);
        QCOMPARE(changed.size(), 1);
        QTest::keyClick(m_grid->slider(3), Qt::Key_Right);
        QCOMPARE(changed.size(), 2);
    }

    void anotherModelStartsAtZero() {
        m_grid->setCount(3);
        m_grid->setKl(std::vector<float>{1, 0, 1});
        m_grid->setLatent(std::vector<float>{1, 2, 3});
        m_grid->setCount(2);
        QCOMPARE(m_grid->latent(), (std::vector<float>{0, 0}));
        QVERIFY(m_grid->kl().empty());
        QVERIFY(!m_grid->slider(1)->isDead());
    }

    void asFewColumnsAsTheHeightAllows() {
        m_grid->setCount(16);
        m_grid->resize(1200, 700);
        QCOMPARE(m_grid->columns(), 1);
        m_grid->resize(1200, 300);
        QCOMPARE(m_grid->columns(), 2);
        m_grid->resize(300, 300); // no room for two: it scrolls
        QCOMPARE(m_grid->columns(), 1);
        for (int i = 1; i < 16; ++i) {
            QVERIFY(!m_grid->slider(i)->geometry().intersects(m_grid->slider(i - 1)->geometry()));
        }
    }

    void noRowIsCutInHalf() {
        m_grid->setCount(16);
        const auto* seen = m_grid->findChild<QScrollArea*>()->viewport();
        for (const int height : {290, 300, 313, 329, 337}) {
            m_grid->resize(300, height);
            for (int i = 0; i < 16; ++i) {
                const QRect row = m_grid->slider(i)->geometry();
                QVERIFY(row.top() >= seen->height() || row.bottom() < seen->height());
            }
        }
    }

    void manyDimensionsCanBeSearched() {
        auto* search = m_grid->findChild<QLineEdit*>("latentSearch");
        m_grid->setCount(32);
        QVERIFY(!search->isVisible());
        m_grid->setCount(130);
        QVERIFY(search->isVisible());
        QTest::keyClicks(search, "12");
        for (int i = 0; i < 130; ++i) {
            QCOMPARE(m_grid->slider(i)->isVisible(), QString::number(i).startsWith("12"));
        }
        search->clear();
        QVERIFY(m_grid->slider(0)->isVisible());
        QCOMPARE(m_grid->latent().size(), 130U);
    }

    void aSmallerModelEndsTheSearch() {
        m_grid->setCount(64);
        m_grid->setOrder(LatentSliderGrid::Order::Index);
        QTest::keyClicks(m_grid->findChild<QLineEdit*>("latentSearch"), "3");
        m_grid->setCount(16);
        QCOMPARE(m_grid->sequence().size(), 16U);
        for (int i = 0; i < 16; ++i) {
            QVERIFY(m_grid->slider(i)->isVisible());
        }
    }

    // The window would stand still while 512 are made.
    void onlyWhatIsSeenIsMade() {
        m_grid->setCount(512);
        m_grid->setKl(std::vector<float>(512, 1.0F));
        const auto made = [this] { return m_grid->findChildren<LatentSlider*>().size(); };
        const qsizetype first = made();
        QVERIFY(first >= 10 && first < 60);
        std::vector<float> values(512);
        values[500] = 2.5F;
        m_grid->setLatent(values);
        m_grid->setLocked(500, true);
        QCOMPARE(made(), first);
        m_grid->resize(300, 360); // one column
        auto* bar = m_grid->findChild<QScrollArea*>()->verticalScrollBar();
        bar->setValue(bar->maximum());
        QVERIFY(made() > first && made() < 100);
        const auto* last = m_grid->findChild<LatentSlider*>("latent500");
        QVERIFY(last && last->isVisible() && last->isLocked());
        QCOMPARE(last->latent(), 2.5F);
        QCOMPARE(m_grid->latent(), values);
    }

    void tabWalksThroughAll() {
        m_grid->resize(300, 360);
        m_grid->setCount(64);
        m_grid->activateWindow();
        m_grid->slider(0)->setFocus();
        for (int i = 0; i < 63; ++i) {
            QTRY_VERIFY(m_grid->slider(i)->hasFocus());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QTRY_VERIFY(m_grid->slider(63)->hasFocus());
        QCOMPARE(m_grid->sequence().back(), 63);
    }

private:
    std::unique_ptr<LatentSliderGrid> m_grid;
};

QTEST_MAIN(LatentSliderGridTest)
#include "LatentSliderGridTest.moc"
