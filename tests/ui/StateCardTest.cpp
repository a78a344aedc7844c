// What the window says about how a run is doing.
#include "ui/StateCard.h"
#include "tests/ui/RunSnapshots.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace latentscape;

class StateCardTest : public QObject {
    Q_OBJECT

private slots:
    void hiddenUntilThereIsARun() {
        StateCard card;
        QVERIFY(card.isHidden());
        card.showSnapshot(snapshotOfSteps(0, 10));
        QVERIFY(!card.isHidden());
        QCOMPARE(verdict(card), QString("Beginning to learn"));
        card.clear(ModelKind::Vae);
        QVERIFY(card.isHidden());
    }

    void saysHowManyLatentsAreInUse() {
        StateCard card;
        card.showSnapshot(epochs({100}, {1, 0.5f, 0}));
        QCOMPARE(verdict(card), QString("Learning well"));
        QCOMPARE(advice(card), QString("2 of 3 latents in use"));
    }

    void saysThatItLearnsSlowlyWhileTheLatentsTellNextToNothing() {
        StateCard card;
        Snapshot first = epochs({100}, {0.2f, 0.1f});
        first.epochs.back().heldOut[2] = 0.3f;
        card.showSnapshot(first);
        QCOMPARE(verdict(card), QString("Learning slowly"));
    }

    void saysThatItIsPaused() {
        StateCard card;
        card.showSnapshot(epochs({100}, {1, 0}));
        Snapshot pause;
        pause.state = TrainState::Paused;
        card.showSnapshot(pause);
        QCOMPARE(verdict(card), QString("Paused"));
        QCOMPARE(advice(card), QString("1 of 2 latents in use"));
        card.showSnapshot({});
        QCOMPARE(verdict(card), QString("Learning well"));
    }

    void saysWhatToDoWhenNoLatentIsInUse() {
        StateCard card;
        card.showSnapshot(epochs({100}, {0, 0}));
        QCOMPARE(verdict(card), QString("No latent is in use"));
        QVERIFY(advice(card).contains("lower the KL weight"));
    }

    void saysWhetherMoreEpochsWouldHelp() {
        StateCard card;
        Snapshot end = epochs({100, 90, 80}, {1});
        end.state = TrainState::Finished;
        card.showSnapshot(end);
        QCOMPARE(verdict(card), QString("Could learn more"));
        end = epochs({80, 80, 80, 80}, {1});
        end.state = TrainState::Finished;
        card.showSnapshot(end);
        QCOMPARE(verdict(card), QString("Learnt what it can"));
    }

    void saysThatItDiverged() {
        StateCard card;
        Snapshot end = snapshotOfSteps(0, 10);
        end.state = TrainState::Diverged;
        card.showSnapshot(end);
        QCOMPARE(verdict(card), QString("It diverged"));
    }

    void saysThatARunEndedEarlyAndWhen() {
        StateCard card;
        Snapshot end = epochs({100, 101}, {1});
        end.state = TrainState::Finished;
        end.message = "Training ended after epoch 2: the held-out loss has not fallen for 1 epochs.";
        card.showSnapshot(end);
        QCOMPARE(verdict(card), QString("Ended early"));
        QVERIFY(advice(card).contains("after epoch 2"));
    }

    void offersToGoOn() {
        StateCard card;
        card.showSnapshot(epochs({100}, {1}));
        auto* link = card.findChild<QToolButton*>("goOnLink");
        QVERIFY(link->isHidden());
        card.setCanGoOn(true);
        QVERIFY(!link->isHidden());
        QSignalSpy asked(&card, &StateCard::goOnRequested);
        link->click();
        QCOMPARE(asked.count(), 1);
    }

private:
    static QString verdict(const StateCard& card) { return card.findChild<QLabel*>("verdict")->text(); }
    static QString advice(const StateCard& card) { return card.findChild<QLabel*>("advice")->text(); }
    static Snapshot epochs(const std::vector<float>& heldOut, const std::vector<float>& klPerLatent) {
        Snapshot snapshot;
        for (const float loss : heldOut) {
            snapshot.epochs.push_back(epochResult(std::ssize(snapshot.epochs) + 1, loss, klPerLatent));
        }
        return snapshot;
    }
};

QTEST_MAIN(StateCardTest)
#include "StateCardTest.moc"
