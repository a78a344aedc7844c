// Comparing runs: which are listed, what of them is said, and which curves are to be drawn.
#include "ui/RunsPage.h"

#include "tests/ui/ChildOf.h"
#include "tests/ui/SavedRun.h"
#include "ui/RunTable.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>

using namespace latentscape;

class RunsPageTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_page = std::make_unique<RunsPage>();
        m_page->resize(900, 200);
        m_page->show();
        m_page->setShown(config());
        m_page->follow(savedHistory(120));
    }
    void cleanup() {
        delete m_page->addLink(); // which a card would own
        delete m_page->removeLink();
        m_page.reset();
    }

    void theRunThatIsShownStandsFirst() {
        QCOMPARE(table()->rowCount(), 1);
        QCOMPARE(text(0, "Run"), "This run");
        QCOMPARE(text(0, "Epochs"), "2");
        QCOMPARE(text(0, "ELBO loss"), "120.0");
        QCOMPARE(text(0, "In use"), "2 of 4");
        QCOMPARE(column("D loss"), -1);
        QVERIFY(childOf<QWidget>(*m_page, "runsHint")->isVisible());
    }

    void foldersAndCheckpointsAreAdded() {
        TrainConfig other = config();
        other.learningRate = 0.01f;
        QDir(m_folder.path()).mkdir("fast");
        saveRun(m_folder.filePath("fast/checkpoint.safetensors"), other, 110);
        add(m_folder.filePath("fast"), 2);
        add(saveRun(m_folder.filePath("same.safetensors"), config(), 130), 3);
        QCOMPARE(text(1, "Run"), "fast");
        QCOMPARE(text(1, "ELBO loss"), "110.0");
        QCOMPARE(text(2, "Run"), "same");
        QCOMPARE(text(0, "learning rate"), "0.001");
        QCOMPARE(text(1, "learning rate"), "0.01");
        QVERIFY(table()->item(1, column("learning rate"))->textAlignment() & Qt::AlignRight);
        QCOMPARE(column("batch"), -1); // the same in all of them
        QVERIFY(!childOf<QWidget>(*m_page, "runsHint")->isVisible());
        QCOMPARE(m_page->overlay().size(), 2U);
        QVERIFY(m_page->overlay()[0].colour != m_page->overlay()[1].colour);
    }

    void theBoxHidesARunsCurves() {
        add(saveRun(m_folder.filePath("a.safetensors"), config(), 130), 2);
        QSignalSpy changed(m_page.get(), &RunsPage::overlayChanged);
        table()->item(1, 0)->setCheckState(Qt::Unchecked);
        QCOMPARE(changed.size(), 1);
        QVERIFY(m_page->overlay().empty());
        QCOMPARE(table()->rowCount(), 2);
        table()->item(1, 0)->setCheckState(Qt::Checked);
        QCOMPARE(m_page->overlay().size(), 1U);
    }

    void deleteTakesTheSelectedRunAway() {
        add(saveRun(m_folder.filePath("a.safetensors"), config(), 130), 2);
        add(saveRun(m_folder.filePath("b.safetensors"), config(), 140), 3);
        const int colour = m_page->overlay()[0].colour;
        table()->setCurrentCell(0, 0);
        QTest::keyClick(table(), Qt::Key_Delete); // the run that is shown stays
        QCOMPARE(table()->rowCount(), 3);
        QVERIFY(!m_page->removeLink()->isEnabled());
        table()->setCurrentCell(1, 0);
        QTest::keyClick(table(), Qt::Key_Delete);
        QCOMPARE(table()->rowCount(), 2);
        QCOMPARE(text(1, "Run"), "b");
        add(saveRun(m_folder.filePath("c.safetensors"), config(), 150), 3);
        QCOMPARE(m_page->overlay()[1].colour, colour); // which is free again
        table()->setCurrentCell(2, 0);
        m_page->removeLink()->click();
        QCOMPARE(table()->rowCount(), 2);
    }

    void theSameRunIsReadAgain() {
        const QString file = saveRun(m_folder.filePath("a.safetensors"), config(), 130);
        add(file, 2);
        saveRun(file, config(), 125);
        m_page->add(file);
        QTRY_COMPARE(text(1, "ELBO loss"), "125.0");
        QCOMPARE(table()->rowCount(), 2);
    }

    void aSessionIsOfferedToo() {
        const QString file = saveRun(m_folder.filePath("mine.latentscape"), config(), 130);
        QTimer look;
        connect(&look, &QTimer::timeout, &look, [&] {
            auto* dialog = m_page->findChild<QFileDialog*>();
            if (dialog && dialog->isVisible()) {
                look.stop();
                QVERIFY(dialog->nameFilters().join(' ').contains("*.latentscape"));
                dialog->findChild<QLineEdit*>("fileNameEdit")->setText(file);
                QMetaObject::invokeMethod(dialog, "accept");
            }
        });
        look.start(10);
        childOf<QAction>(*m_page->addLink(), "addRunCheckpoint")->trigger();
        QTRY_COMPARE(text(1, "Run"), "mine");
    }

    void earlierRunsAreOffered() {
        QDir(m_folder.path()).mkpath("conv-vae of today");
        const QString file =
            saveRun(m_folder.filePath("conv-vae of today/step-12.safetensors"), config(), 130);
        m_page->offerRuns([file] { return std::vector<OtherModel>{{"conv-vae of today", file}}; });
        QMenu* menu = m_page->addLink()->menu();
        emit menu->aboutToShow();
        QCOMPARE(menu->actions().last()->text(), "conv-vae of today");
        menu->actions().last()->trigger();
        QTRY_COMPARE(text(1, "Run"), "conv-vae of today");
    }

    void whatIsNoRunIsSaid() {
        QSignalSpy failed(m_page.get(), &RunsPage::failed);
        m_page->add(m_folder.filePath("none.safetensors"));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("none.safetensors"));
        m_page->add(m_folder.path());
        QTRY_COMPARE(failed.size(), 2);
        QCOMPARE(table()->rowCount(), 1);
    }

    void noMoreThanThereAreColours() {
        for (int i = 0; i < kRunColours; ++i) {
            add(saveRun(m_folder.filePath(QString::number(i) + ".safetensors"), config(), 100), i + 2);
        }
        QVERIFY(!m_page->addLink()->isEnabled());
        QSignalSpy failed(m_page.get(), &RunsPage::failed);
        m_page->add(saveRun(m_folder.filePath("more.safetensors"), config(), 100));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(table()->rowCount(), kRunColours + 1);
    }

    void runsOfAnotherKindAreListed() {
        TrainConfig gan = config();
        gan.model.kind = ModelKind::Gan;
        add(saveRun(m_folder.filePath("gan.safetensors"), gan, 1), 2);
        QCOMPARE(text(1, "ELBO loss"), "–");
        QCOMPARE(text(0, "D loss"), "–");
        QCOMPARE(text(1, "D loss"), "1.00");
        QVERIFY(text(1, "model").startsWith("GAN"));
        // It has no curve, and what is said of it says so.
        QVERIFY(!table()->item(1, 0)->data(Qt::CheckStateRole).isValid());
        QVERIFY(table()->item(1, 0)->toolTip().contains("only its figures"));
        QVERIFY(childOf<QLabel>(*m_page, "runsHint")->isVisible());
        QVERIFY(childOf<QLabel>(*m_page, "runsHint")->text().startsWith("A GAN's losses can't share"));
        m_page->setShown(gan);
        QCOMPARE(table()->item(1, 0)->checkState(), Qt::Checked);
        QVERIFY(!childOf<QLabel>(*m_page, "runsHint")->isVisible());
    }

    void longWordsAreCutBeforeTheTableScrolls() {
        TrainConfig gan = config();
        gan.model.kind = ModelKind::Gan;
        gan.learningRate = 0.01f;
        add(saveRun(m_folder.filePath("gan.safetensors"), gan, 1), 2);
        m_page->resize(2400, 200);
        const int model = column("model");
        const int whole = table()->columnWidth(column("other settings"));
        const int figures = table()->columnWidth(column("ELBO loss"));
        m_page->resize(2400 - table()->viewport()->width() + table()->horizontalHeader()->length() - 100,
                       200);
        QCOMPARE(table()->horizontalScrollBar()->maximum(), 0);
        QVERIFY(table()->columnWidth(column("other settings")) < whole);
        QCOMPARE(table()->columnWidth(column("ELBO loss")), figures);
        const auto* cell = table()->item(1, model);
        QVERIFY(cell->textAlignment() & Qt::AlignLeft);
        QCOMPARE(cell->toolTip(), cell->text());
        // Many settings share one column, whose tip has them all.
        const auto* others = table()->item(1, column("other settings"));
        QVERIFY(others && others->toolTip().contains("model: loss non_saturating"));
        m_page->resize(900, 200);
        QCOMPARE(table()->horizontalScrollBar()->maximum(), 0);
    }

private:
    static TrainConfig config() {
        TrainConfig config;
        config.model = tinyModel();
        return config;
    }
    RunTable* table() const { return childOf<RunTable>(*m_page, "runTable"); }
    int column(const QString& name) const {
        for (int i = 0; i < table()->columnCount(); ++i) {
            if (table()->horizontalHeaderItem(i)->text() == name) {
                return i;
            }
        }
        return -1;
    }
    QString text(int row, const QString& name) const {
        const int at = column(name);
        return at < 0 || !table()->item(row, at) ? QStringLiteral("?") : table()->item(row, at)->text();
    }
    void add(const QString& source, int rows) {
        m_page->add(source);
        QTRY_COMPARE(table()->rowCount(), rows);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<RunsPage> m_page;
};

QTEST_MAIN(RunsPageTest)
#include "RunsPageTest.moc"
