// Numbers and a report of the run that is shown, from the window's menu.
#include "ui/RunExports.h"
#include "tests/ui/WindowFixture.h"

#include <QFile>
#include <QSignalSpy>

using namespace latentscape;

class RunExportsTest : public QObject, private WindowFixture {
    Q_OBJECT

private slots:
    void init() { openHome(); }
    void cleanup() { m_window.reset(); }

    void beforeARunThereIsNothingToSave() {
        QVERIFY(!action("saveEncodings")->isEnabled());
        QVERIFY(!action("saveLosses")->isEnabled());
        QVERIFY(!action("saveReport")->isEnabled());
    }

    void aRunBecomesFiles() {
        load(images());
        train();
        stop();
        QVERIFY(action("saveEncodings")->isEnabled());
        RunExports exports(&m_window->session(), nullptr);
        // It hears of the run from its start only.
        train();
        QTRY_VERIFY(exports.hasRun());
        stop();
        QSignalSpy saved(&exports, &RunExports::saved);
        exports.writeEncodings(inHome("e.csv"));
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(bytesOf("e.csv").startsWith("index,"));
        exports.writeEncodings(inHome("e.npy"));
        QTRY_COMPARE(saved.size(), 2);
        QVERIFY(bytesOf("e.npy").startsWith("\x93NUMPY"));
        exports.writeLosses(inHome("l.csv"));
        exports.writeLosses(inHome("events/"));
        QTRY_COMPARE(saved.size(), 4);
        QVERIFY(bytesOf("l.csv").count('\n') > 1);
        QVERIFY(QFile::exists(inHome("events/events.out.tfevents.latentscape")));
        exports.writeReport(inHome("run.html"));
        QTRY_COMPARE(saved.size(), 5);
        const QByteArray page = bytesOf("run.html");
        QVERIFY(page.contains("<svg") && page.contains("Samples") && page.contains("Reconstructions"));
    }

    void encodingsAreThoseOfTheMomentThatIsShown() {
        load(images());
        RunExports exports(&m_window->session(), nullptr);
        train();
        QTRY_VERIFY(m_window->session().moments().entries().size() > 1);
        stop();
        QSignalSpy saved(&exports, &RunExports::saved);
        const auto encodings = [&](const QString& name) {
            const auto before = saved.size();
            exports.writeEncodings(inHome(name));
            return QTest::qWaitFor([&] { return saved.size() > before; }) ? bytesOf(name) : QByteArray();
        };
        const QByteArray now = encodings("now.csv");
        QVERIFY(!now.isEmpty());
        m_window->session().lookAt(0);
        QTRY_VERIFY(m_window->session().lookBack().isOn());
        QVERIFY(encodings("then.csv") != now);
        m_window->session().lookAtNow();
        QCOMPARE(encodings("again.csv"), now);
    }

    void whatCannotBeWrittenIsSaid() {
        load(images());
        RunExports exports(&m_window->session(), nullptr);
        train();
        QTRY_VERIFY(exports.hasRun());
        stop();
        QSignalSpy failed(&exports, &RunExports::failed);
        exports.writeLosses(inHome("no/l.csv"));
        QTRY_COMPARE(failed.size(), 1);
        exports.writeEncodings(inHome("e.txt"));
        QTRY_COMPARE(failed.size(), 2);
        QVERIFY(failed[1][0].toString().contains("e.txt"));
    }

    void theMenuAsksAndSaves() {
        load(images());
        train();
        stop();
        trigger("saveLosses");
        auto* dialog = m_window->findChild<QFileDialog*>("saveDialog");
        QVERIFY(dialog);
        dialog->selectFile(inHome("chosen.csv"));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_VERIFY(QFile::exists(inHome("chosen.csv")));
    }

private:
    QByteArray bytesOf(const QString& name) const {
        QFile file(inHome(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_MAIN(RunExportsTest)
#include "RunExportsTest.moc"
