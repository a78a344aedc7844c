// Cross-validation in the window: a row a fold and their mean, what it needs, and that it can be called off.
#include "ui/FoldsPanel.h"
#include "core/train/CrossValidation.h"
#include "core/train/EarlyStopping.h"
#include "core/train/Trainer.h"
#include "tests/ui/ChildOf.h"
#include "tests/ui/TinyModel.h"
#include "ui/PlainTable.h"

#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

using namespace latentscape;

class FoldsPanelTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_panel = std::make_unique<FoldsPanel>();
        m_panel->show();
    }
    void cleanup() { m_panel.reset(); }

    void aRowAFoldAndTheirMean() {
        open(settings());
        QVERIFY(m_panel->text().isEmpty());
        childOf<QSpinBox>(*m_panel, "folds")->setValue(3);
        button("foldsButton")->click();
        QVERIFY(m_panel->isBusy());
        QVERIFY(button("foldsCancel")->isVisible());
        QTRY_VERIFY(!m_panel->isBusy());
        QCOMPARE(table()->rowCount(), 4);
        QCOMPARE(table()->columnCount(), 5); // fold, three losses, time
        double sum = 0;
        for (int row = 0; row < 3; ++row) {
            sum += table()->item(row, 1)->text().toDouble();
        }
        const QString mean = table()->item(3, 1)->text();
        QVERIFY(mean.contains("±"));
        QVERIFY(std::abs(mean.section(' ', 0, 0).toDouble() - sum / 3) < 0.1);
        QCOMPARE(m_panel->text().split('\n').size(), 5);
        QVERIFY(words().startsWith("Trained in"));
        m_panel->setRun(settings()); // another run
        QCOMPARE(table()->rowCount(), 0);
    }

    void withPatienceTheBestEpochCounts() {
        TrainConfig config = settings();
        config.epochs = 40;
        config.patience = 1;
        config.learningRate = 0.05F; // soon worse than it was
        open(config);
        childOf<QSpinBox>(*m_panel, "folds")->setValue(2);
        button("foldsButton")->click();
        QTRY_VERIFY(!m_panel->isBusy());
        const LoadedData part = foldOf(*tinyImages(60), 0, 2, config.seed);
        LossHistory history;
        Trainer(config, part).run({}, [&](const Snapshot& snapshot) {
            for (const EpochResult& epoch : snapshot.epochs) {
                history.add(epoch);
            }
        });
        const float best = bestEpoch(config, history)->heldOut[0];
        QVERIFY(best < history.epochs().back().heldOut[0]);
        QCOMPARE(table()->item(0, 1)->text().toDouble(), std::round(best * 10) / 10.0);
    }

    void aGanHasItsOwnLosses() {
        TrainConfig config = settings();
        config.model.kind = ModelKind::Gan;
        config.model.image = {1, 6, 6};
        setDenseWidths(config.model, {8});
        open(config);
        childOf<QSpinBox>(*m_panel, "folds")->setValue(2);
        button("foldsButton")->click();
        QTRY_VERIFY(!m_panel->isBusy());
        QCOMPARE(table()->columnCount(), 6);
        QCOMPARE(table()->rowCount(), 3);
    }

    void itCanBeCalledOff() {
        TrainConfig config = settings();
        config.epochs = 100000;
        open(config);
        button("foldsButton")->click();
        button("foldsCancel")->click();
        QVERIFY(!m_panel->isBusy());
        QVERIFY(button("foldsButton")->isVisible());
        QCOMPARE(words(), QString("Cancelled."));
    }

    void aRunComesFirst() {
        TrainConfig config = settings();
        config.epochs = 100000;
        open(config);
        button("foldsButton")->click();
        m_panel->setLive(true);
        QVERIFY(!m_panel->isBusy());
        QVERIFY(!button("foldsButton")->isEnabled());
        m_panel->setLive(false);
        QVERIFY(button("foldsButton")->isEnabled());
    }

    void whatCannotBeIsSaid() {
        open(settings());
        m_panel->setData({});
        QVERIFY(!button("foldsButton")->isEnabled());
        QVERIFY(words().contains("Choose a data set"));
        m_panel->setData({tinyImages(3), nullptr}); // fewer than folds
        button("foldsButton")->click();
        QTRY_VERIFY(!m_panel->isBusy());
        QVERIFY(words().contains("number of folds"));
    }

private:
    static TrainConfig settings() {
        TrainConfig config;
        config.model = tinyModel();
        config.batch = 16;
        config.epochs = 2;
        config.threads = 1;
        return config;
    }
    void open(const TrainConfig& config) {
        m_panel->setRun(config);
        m_panel->setData({tinyImages(60), tinyImages(10)});
    }
    PlainTable* table() const { return childOf<PlainTable>(*m_panel, "foldsTable"); }
    QPushButton* button(const char* name) const { return childOf<QPushButton>(*m_panel, name); }
    QString words() const { return childOf<QLabel>(*m_panel, "foldsWords")->text(); }

    std::unique_ptr<FoldsPanel> m_panel;
};

QTEST_MAIN(FoldsPanelTest)
#include "FoldsPanelTest.moc"
