// Work beside the window: it gives way, once and no further, and what it throws becomes words.
#include "ui/Background.h"
#include "core/tensor/Error.h"

#include <QTest>
#include <QThreadPool>

#include <sys/resource.h>
#include <unistd.h>

using namespace latentscape;

class BackgroundTest : public QObject {
    Q_OBJECT

private slots:
    // A thread that gave way anew with each file it reads or writes would soon get no turn at all.
    void aThreadOfAPoolGivesWayOnce() {
        const auto nice = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
        const int before = nice();
        std::vector<int> values;
        QThreadPool pool;
        pool.setMaxThreadCount(1);
        for (int i = 0; i < 3; ++i) {
            pool.start([&] {
                yieldToTheWindow();
                values.push_back(nice());
            });
            pool.waitForDone();
        }
        QCOMPARE(values.size(), std::size_t{3});
        QVERIFY(values[0] > before || before == 19);
        QCOMPARE(values[2], values[0]);
    }

    void whatIsThrownBecomesWords() {
        QString told;
        const auto tell = [&](const QString& message) { told = message; };
        guarded([] { throw Error(ErrorKind::Input, "a: is no image"); }, tell);
        QCOMPARE(told, QString("a: is no image"));
        guarded([] { throw std::bad_alloc(); }, tell);
        QVERIFY(told.contains("memory"));
        told.clear();
        guarded([] {}, tell);
        QVERIFY(told.isEmpty());
    }
};

QTEST_GUILESS_MAIN(BackgroundTest)
#include "BackgroundTest.moc"
