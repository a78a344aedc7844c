// A plot as it is seen, as a picture or as lines and words.
#include "ui/PlotSaver.h"

#include "core/io/ImageExport.h"
#include "tests/ui/RunSnapshots.h"
#include "ui/LossPlot.h"

#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace latentscape;

class PlotSaverTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_plot = std::make_unique<LossPlot>();
        m_plot->resize(700, 300);
        m_plot->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_plot.get()));
        m_plot->add(snapshotOfSteps(0, 200));
    }
    void cleanup() { m_plot.reset(); }

    void eachFormatByItsEnding() {
        QCOMPARE(QImage(written("p.png")).size(), QSize(1400, 600));
        const QByteArray svg = bytesOf(written("p.svg"));
        QVERIFY(svg.contains("viewBox=\"0 0 700 300\""));
        QVERIFY(svg.contains(">ELBO loss<") && svg.contains(">epoch<"));
        QVERIFY(!svg.contains("<image")); // lines, no picture of them
        const QByteArray pdf = bytesOf(written("p.pdf"));
        QVERIFY(pdf.startsWith("%PDF-1."));
        QVERIFY(pdf.contains("/MediaBox [0 0 525"));
    }

    void aPictureSaysWhoseItIs() {
        Provenance made;
        made.app = "latentscape";
        made.madeBy = "losses";
        made.dimensions = 2;
        PlotSaver saver(nullptr);
        QSignalSpy saved(&saver, &PlotSaver::saved);
        saver.write(m_folder.filePath("whose.png"), draw(), [made] { return made; });
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(readProvenance(m_folder.filePath("whose.png").toStdString()) == made);
        QVERIFY(!QImage(m_folder.filePath("whose.png")).isNull());
    }

    void whatCannotBeWrittenIsSaid() {
        PlotSaver saver(nullptr);
        QSignalSpy failed(&saver, &PlotSaver::failed);
        saver.write(m_folder.filePath("p.gif"), draw());
        QTRY_COMPARE(failed.size(), 1);
        saver.write(m_folder.filePath("no/p.svg"), draw());
        QTRY_COMPARE(failed.size(), 2);
        QVERIFY(failed[1][0].toString().contains("p.svg"));
    }

    void theDialogOffersThree() {
        QWidget window;
        window.show();
        PlotSaver saver(&window);
        QSignalSpy saved(&saver, &PlotSaver::saved);
        saver.ask("Save plot", "losses.png", draw());
        auto* dialog = window.findChild<QFileDialog*>("saveDialog");
        QVERIFY(dialog);
        QCOMPARE(dialog->nameFilters().size(), 3);
        dialog->selectFile(m_folder.filePath("chosen.pdf"));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(QFile::exists(m_folder.filePath("chosen.pdf")));
    }

private:
    std::function<QByteArray(PlotFormat)> draw() {
        return [this](PlotFormat format) { return m_plot->drawn(format); };
    }
    static QByteArray bytesOf(const QString& name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString written(const QString& name) {
        PlotSaver saver(nullptr);
        QSignalSpy saved(&saver, &PlotSaver::saved);
        saver.write(m_folder.filePath(name), draw());
        [&] { QTRY_COMPARE(saved.size(), 1); }();
        return m_folder.filePath(name);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<LossPlot> m_plot;
};

QTEST_MAIN(PlotSaverTest)
#include "PlotSaverTest.moc"
