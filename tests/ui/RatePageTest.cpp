// The search for a learning rate: its curve and its suggestion, and that it can be called off at any time.
#include "ui/RatePage.h"
#include "tests/ui/TinyModel.h"
#include "ui/RatePlot.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace latentscape;

class RatePageTest : public QObject {
    Q_OBJECT

private slots:
    void showsTheCurveAndSuggestsARate() {
        RatePage page;
        page.show();
        QSignalSpy chosen(&page, &RatePage::rateChosen);
        QSignalSpy left(&page, &Page::left);
        page.search(settings(), tinyImages(40));
        QVERIFY(page.isSearching());
        auto* use = page.findChild<QPushButton*>("useRate");
        QTRY_VERIFY(use->isVisible());
        auto* plot = page.findChild<RatePlot*>();
        QVERIFY(plot->pointCount() > 10);
        QVERIFY(plot->accessibleDescription().contains("suggested"));
        QVERIFY(!page.findChild<QPushButton*>("cancelRate")->isVisible());
        use->click();
        const float rate = chosen.takeFirst().first().toFloat();
        QVERIFY(rate > 1e-6f && rate < 1);
        QCOMPARE(left.count(), 1);
    }

    void leavingCallsItOff() {
        RatePage page;
        page.show();
        TrainConfig config = settings();
        setDenseWidths(config.model, {2000, 2000});
        page.search(config, tinyImages(2000));
        QTest::keyClick(&page, Qt::Key_Escape);
        QVERIFY(!page.isSearching());
        QTest::qWait(100);
        QVERIFY(!page.findChild<QPushButton*>("useRate")->isVisible());
    }

    void anotherSearchBeginsAnew() {
        RatePage page;
        page.show();
        page.search(settings(), tinyImages(40));
        page.search(settings(), tinyImages(40));
        QTRY_VERIFY(page.findChild<QPushButton*>("useRate")->isVisible());
        QVERIFY(page.findChild<RatePlot*>()->pointCount() <= RateSearch().steps);
    }

    void whatCannotBeIsSaid() {
        RatePage page;
        page.show();
        TrainConfig config = settings();
        config.model.kind = ModelKind::Gan;
        page.search(config, tinyImages(40));
        QTRY_VERIFY(page.findChild<QLabel*>("rateWords")->text().contains("GAN"));
        QVERIFY(!page.isSearching());
    }

private:
    static TrainConfig settings() {
        TrainConfig config;
        config.model = tinyModel();
        config.batch = 16;
        config.threads = 1;
        return config;
    }
};

QTEST_MAIN(RatePageTest)
#include "RatePageTest.moc"
