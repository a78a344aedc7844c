// What the window says about how a run is doing.
#include "ui/StateCard.h"
#include "tests/ui/RunSnapshots.h"

#include <QLabel>
#include <QPushButton>
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
        card.showSnapshot(snapshotOfSteps(0, 10), {});
        QVERIFY(!card.isHidden());
        QCOMPARE(verdict(card), QString("Beginning to learn"));
        card.clear({});
        QVERIFY(card.isHidden());
    }

    void saysHowManyLatentsAreInUse() {
        StateCard card;
        card.showSnapshot(epochs({100}, {1, 0.5f, 0}), {});
        QCOMPARE(verdict(card), QString("Learning well"));
        QCOMPARE(advice(card), QString("2 of 3 latents in use"));
    }

    void saysThatItLearnsSlowlyWhileTheLatentsTellNextToNothing() {
        StateCard card;
        Snapshot first = epochs({100}, {0.2f, 0.1f});
        first.epochs.back().heldOut[2] = 0.3f;
        card.showSnapshot(first, {});
        QCOMPARE(verdict(card), QString("Learning slowly"));
    }

    void saysThatItIsPaused() {
        StateCard card;
        card.showSnapshot(epochs({100}, {1, 0}), {});
        Snapshot pause;
        pause.state = TrainState::Paused;
        card.showSnapshot(pause, {});
        QCOMPARE(verdict(card), QString("Paused"));
        QCOMPARE(advice(card), QString("1 of 2 latents in use"));
        card.showSnapshot({}, {});
        QCOMPARE(verdict(card), QString("Learning well"));
    }

    void namesWhatGoesWrongWithARemedyAndTheNumbers() {
        StateCard card;
        TrainConfig config;
        config.beta = 50;
        card.clear(config);
        card.showSnapshot(collapsed(), config);
        QCOMPARE(verdict(card), QString("The latents are not in use"));
        QVERIFY(advice(card).contains("posterior collapse"));
        auto* act = card.findChild<QPushButton*>("remedyButton");
        QCOMPARE(act->text(), QString("Set the KL weight to 1"));
        QVERIFY(!act->isHidden());
        Remedy asked;
        connect(&card, &StateCard::remedyRequested, &card, [&](const Remedy& remedy) { asked = remedy; });
        act->click();
        QCOMPARE(asked.config.beta, 1.0f);

        auto* numbers = card.findChild<QWidget*>("findingNumbers");
        QVERIFY(numbers->isHidden());
        card.findChild<QToolButton*>("whyLink")->click();
        QVERIFY(!numbers->isHidden());
        QVERIFY(texts(*numbers).contains("KL weight"));
        QVERIFY(texts(*numbers).contains("50"));
        QSignalSpy shown(&card, &StateCard::numbersRequested);
        card.findChild<QToolButton*>("showNumbers")->click();
        QCOMPARE(shown.count(), 1);

        card.clear({}); // another run
        card.showSnapshot(epochs({100}, {1}), {});
        QCOMPARE(verdict(card), QString("Learning well"));
        QVERIFY(act->parentWidget()->isHidden());
    }

    void whatWasDismissedIsNotSaidAgainInTheRun() {
        StateCard card;
        card.showSnapshot(collapsed(), {});
        card.findChild<QToolButton*>("dismissFinding")->click();
        QCOMPARE(verdict(card), QString("Learning slowly"));
        card.showSnapshot(collapsed(), {});
        QVERIFY(verdict(card) != "The latents are not in use");
        card.clear({});
        card.showSnapshot(collapsed(), {});
        QCOMPARE(verdict(card), QString("The latents are not in use"));
    }

    void severalFindingsAreReachedOneAfterTheOther() {
        StateCard card;
        Snapshot both = collapsed();
        for (EpochResult& epoch : both.epochs) {
            epoch.signs.gradientFade = 0;
            epoch.signs.weakest = "encoder.0.weight";
        }
        card.showSnapshot(both, {});
        auto* next = card.findChild<QToolButton*>("nextFinding");
        QCOMPARE(next->text(), QString("1 of 2"));
        QCOMPARE(verdict(card), QString("The gradient vanishes"));
        next->click();
        QCOMPARE(next->text(), QString("2 of 2"));
        QCOMPARE(verdict(card), QString("The latents are not in use"));
        card.showSnapshot({}, {}); // does not jump back
        QCOMPARE(verdict(card), QString("The latents are not in use"));
        card.findChild<QToolButton*>("dismissFinding")->click();
        QCOMPARE(verdict(card), QString("The gradient vanishes"));
        QVERIFY(next->isHidden());
    }

    void aRunThatIsOverOffersNoStop() {
        StateCard card;
        TrainConfig config;
        config.augment.shift = 2; // the other remedy
        Snapshot byHeart = epochs({100, 101, 102, 103}, {1});
        for (EpochResult& epoch : byHeart.epochs) {
            epoch.train[0] = 100 - static_cast<float>(epoch.epoch);
        }
        card.showSnapshot(byHeart, config);
        auto* act = card.findChild<QPushButton*>("remedyButton");
        QCOMPARE(verdict(card), QString("Learning by heart"));
        QVERIFY(!act->isHidden());
        Snapshot end;
        end.state = TrainState::Stopped;
        card.showSnapshot(end, config);
        QVERIFY(act->isHidden());
    }

    void saysWhetherMoreEpochsWouldHelp() {
        StateCard card;
        Snapshot end = epochs({100, 90, 80}, {1});
        end.state = TrainState::Finished;
        card.showSnapshot(end, {});
        QCOMPARE(verdict(card), QString("Could learn more"));
        end = epochs({80, 80, 80, 80}, {1});
        end.state = TrainState::Finished;
        card.showSnapshot(end, {});
        QCOMPARE(verdict(card), QString("Learnt what it can"));
    }

    void saysThatItDiverged() {
        StateCard card;
        Snapshot end = snapshotOfSteps(0, 10);
        end.state = TrainState::Diverged;
        card.showSnapshot(end, {});
        QCOMPARE(verdict(card), QString("It diverged"));
    }

    void saysThatARunEndedEarlyAndWhen() {
        StateCard card;
        Snapshot end = epochs({100, 101}, {1});
        end.state = TrainState::Finished;
        end.message = "Training ended after epoch 2: the held-out loss has not fallen for 1 epochs.";
        card.showSnapshot(end, {});
        QCOMPARE(verdict(card), QString("Ended early"));
        QVERIFY(advice(card).contains("after epoch 2"));
    }

    void offersToGoOn() {
        StateCard card;
        card.showSnapshot(epochs({100}, {1}), {});
        auto* link = card.findChild<QToolButton*>("goOnLink");
        QVERIFY(link->isHidden());
        card.setCanGoOn(true);
        QVERIFY(!link->isHidden());
        QSignalSpy asked(&card, &StateCard::goOnRequested);
        link->click();
        QCOMPARE(asked.count(), 1);
    }

private:
    // Three epochs whose latents tell nothing.
    static Snapshot collapsed() {
        Snapshot snapshot = epochs({100, 99, 98}, {0, 0});
        for (EpochResult& epoch : snapshot.epochs) {
            epoch.heldOut[2] = 0;
            epoch.beta = 50;
            epoch.step = 1000 * epoch.epoch; // long enough to tell
        }
        return snapshot;
    }
    static QStringList texts(const QWidget& parent) {
        QStringList all;
        for (const QLabel* label : parent.findChildren<QLabel*>()) {
            all.append(label->text());
        }
        return all;
    }
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
