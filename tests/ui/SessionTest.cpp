// The session's promises: the latest request wins, failure leaves everything as it was, a run can be paused,
// stopped, saved, opened and gone on with bit for bit.
#include "ui/Session.h"

#include "tests/core/io/AsNobody.h"
#include "tests/ui/IdxFiles.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sys/stat.h>

using namespace latentscape;
using State = Session::State;

namespace {

TrainConfig smallRun(std::int64_t epochs) {
    TrainConfig config;
    setDenseWidths(config.model, {16});
    config.model.latent = 3;
    config.batch = 64;
    config.epochs = epochs;
    config.limit = 640; // ten steps an epoch
    config.threads = 1;
    return config;
}

std::vector<float> weightsOf(const Checkpoint& checkpoint) {
    std::vector<float> all;
    for (const Checkpoint::Entry& entry : checkpoint.weights) {
        all.insert(all.end(), entry.values.begin(), entry.values.end());
    }
    return all;
}

} // namespace

constexpr int kPatience = 60'000; // ms: sanitizers and busy machines take their time

class SessionTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_session = std::make_unique<Session>();
        m_problems.clear();
        connect(m_session.get(), &Session::failed, this,
                [this](const Problem& p) { m_problems.push_back(p); });
    }
    void cleanup() { m_session.reset(); }

    void theLatestRequestWins() {
        const QString four = writeIdx(m_folder->filePath("four"), 40, 4);
        const QString five = writeIdx(m_folder->filePath("five"), 50, 5);
        QSignalSpy loaded(m_session.get(), &Session::dataLoaded);
        m_session->loadData("shapes");
        m_session->loadData("/not/there");
        m_session->loadData(four);
        m_session->loadData(five);
        QCOMPARE(m_session->state(), State::Loading);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Ready, kPatience);
        QCOMPARE(m_session->data().train->shape().width, 5);
        QCOMPARE(m_session->dataSource(), five);
        QTest::qWait(50); // what lost the race would arrive now
        QCOMPARE(loaded.count(), 1);
        QVERIFY(m_problems.empty());
    }

    void aCancelledLoadNeverArrives() {
        load("shapes");
        const auto before = m_session->data().train;
        m_session->loadData(writeIdx(m_folder->filePath("four"), 40, 4));
        m_session->cancelLoading();
        QCOMPARE(m_session->state(), State::Ready);
        QTest::qWait(50);
        QCOMPARE(m_session->data().train, before);
        QCOMPARE(m_session->dataSource(), QString("shapes"));
    }

    void failureKeepsTheSession() {
        load("shapes");
        run(smallRun(1));
        const auto data = m_session->data().train;
        const auto checkpoint = m_session->checkpoint();
        const QString damaged = m_folder->filePath("damaged.safetensors");
        std::ofstream(damaged.toStdString()) << "no checkpoint";
        m_session->loadData("/not/there");
        QTRY_COMPARE_WITH_TIMEOUT(m_problems.size(), 1U, kPatience);
        QVERIFY(m_problems[0].what == Problem::What::DataNotLoaded);
        QCOMPARE(m_problems[0].file, QString("/not/there"));
        QVERIFY(m_problems[0].message.contains("/not/there"));
        m_session->openCheckpoint(damaged);
        QTRY_COMPARE_WITH_TIMEOUT(m_problems.size(), 2U, kPatience);
        QVERIFY(m_problems[1].what == Problem::What::CheckpointNotOpened);
        QVERIFY(m_problems[1].message.contains(damaged));
        QCOMPARE(m_session->state(), State::Ready);
        QCOMPARE(m_session->data().train, data);
        QCOMPARE(m_session->checkpoint(), checkpoint);
        QVERIFY(m_session->canGoOn());
    }

    // Each kind of bad file: told with its name, and the session stays as it was.
    void badDataKeepTheSession_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("reason");
        const QByteArray header = QByteArray::fromHex("00000803 00000002 00000002 00000002");
        const QByteArray packed = QByteArray::fromHex("1f8b0800000000000003");
        QTest::newRow("wrong magic") << QByteArray("\x89PNG and more") << "byte 0";
        QTest::newRow("little-endian")
            << QByteArray::fromHex("03080000 02000000 02000000 02000000") << "little-endian";
        QTest::newRow("overflow") << QByteArray::fromHex("00000803 ffffffff ffffffff ffffffff") << "overflow";
        QTest::newRow("short") << header + "1234567"
                               << "shorter";
        QTest::newRow("long") << header + "123456789"
                              << "longer";
        QTest::newRow("truncated gzip") << packed << "truncated";
        QTest::newRow("corrupt gzip") << packed + QByteArray(20, '\xff') << "corrupt";
        QTest::newRow("no images") << QByteArray::fromHex("00000803 00000000 00000002 00000002") << "0 items";
    }
    void badDataKeepTheSession() {
        QFETCH(QByteArray, content);
        QFETCH(QString, reason);
        const QString file = m_folder->filePath("bad-images-idx3-ubyte");
        QFile writer(file);
        QVERIFY(writer.open(QIODevice::WriteOnly));
        writer.write(content);
        writer.close();
        expectRefusedData(file, reason);
    }

    void otherLabelsThanImagesKeepTheSession() {
        const QString file = writeIdx(m_folder->filePath("train-images-idx3-ubyte"), 40, 4);
        QFile labels(m_folder->filePath("train-labels-idx1-ubyte"));
        QVERIFY(labels.open(QIODevice::WriteOnly));
        labels.write(QByteArray::fromHex("00000801 00000002 0102"));
        labels.close();
        expectRefusedData(file, "2 labels, expected 40");
    }

    void whatIsNoReadableFileKeepsTheSession() {
        const QString fifo = m_folder->filePath("fifo");
        QCOMPARE(mkfifo(qPrintable(fifo), 0600), 0);
        expectRefusedData(fifo, "FIFO");
        expectRefusedData(m_folder->path(), "holds no images"); // a folder
        expectRefusedData("/proc/self/mem", "reading failed");
    }

    void aFileThatMayNotBeReadKeepsTheSession() {
        namespace fs = std::filesystem;
        const QString secret = writeIdx(m_folder->filePath("secret"), 40, 4);
        fs::permissions(m_folder->path().toStdString(), fs::perms(0755));
        fs::permissions(secret.toStdString(), fs::perms::none);
        const AsNobody nobody; // before the session has its first thread
        expectRefusedData(secret, "cannot be opened: Permission denied");
    }

    void impossibleSettingsStartNothing() {
        m_session->start(smallRun(1)); // no images yet
        QCOMPARE(m_problems.size(), 1U);
        load("shapes");
        TrainConfig config = smallRun(1);
        config.limit = 0;
        config.batch = 0;
        m_session->start(config);
        QCOMPARE(m_problems.size(), 2U);
        QVERIFY(m_problems[1].what == Problem::What::RunNotStarted);
        QCOMPARE(m_session->state(), State::Ready);
    }

    void pausesResumesAndStops() {
        load("shapes");
        m_session->start(smallRun(1'000'000));
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Running, kPatience);
        m_session->setPaused(true);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Paused, kPatience);
        m_session->setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Running, kPatience);
        m_session->setPaused(true);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Paused, kPatience);
        m_session->stop();
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Ready, kPatience);
        QVERIFY(m_session->checkpoint());
        QVERIFY(m_session->canGoOn());
    }

    // A run in one go, and the same with a stop on the way, a save and an open.
    void goesOnBitForBit() {
        const std::int64_t epochs =
            200; // long enough to be stopped before its end: an epoch is a millisecond
        load("shapes");
        run(smallRun(epochs));
        const std::vector<float> straight = weightsOf(*m_session->checkpoint());

        const QSignalSpy arrived(m_session.get(), &Session::snapshotArrived);
        m_session->start(smallRun(epochs));
        // Under way: asked at once, it would pause before its first step.
        QTRY_VERIFY_WITH_TIMEOUT(arrived.count() > 0, kPatience);
        m_session->setPaused(true);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Paused, kPatience);
        m_session->stop();
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Ready, kPatience);
        QVERIFY(m_session->checkpoint()->epoch < epochs);
        const QString file = m_folder->filePath("c.safetensors");
        QSignalSpy saved(m_session.get(), &Session::checkpointSaved);
        m_session->saveCheckpoint(file);
        QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 1, kPatience);

        m_session = std::make_unique<Session>();
        QSignalSpy opened(m_session.get(), &Session::checkpointOpened);
        Snapshot shown;
        connect(m_session.get(), &Session::snapshotArrived, this, [&](const Snapshot& s) { shown = s; });
        m_session->openCheckpoint(file);
        QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kPatience);
        QVERIFY(!shown.losses.empty());
        QVERIFY(shown.samples && shown.weights);
        QVERIFY(m_session->decoder().hasWeights()); // can be explored without training
        QCOMPARE(m_session->config().epochs, epochs);
        QVERIFY(m_session->canGoOn());
        m_session->goOn(m_session->config());
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Ready, kPatience);
        QCOMPARE(weightsOf(*m_session->checkpoint()), straight);
        QCOMPARE(m_session->checkpoint()->epoch, epochs);
    }

    void aFinishedRunGoesOnForAsManyEpochsAgain() {
        load("shapes");
        run(smallRun(2));
        m_session->goOn(smallRun(2));
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Ready, kPatience);
        QCOMPARE(m_session->checkpoint()->epoch, std::int64_t{4});
    }

    void aRunThatEndedEarlyGoesOnWithMorePatience() {
        load("shapes");
        TrainConfig config = smallRun(100);
        config.patience = 1;
        config.minDelta = 1e6f; // nothing is good enough
        std::string message;
        connect(m_session.get(), &Session::snapshotArrived, this,
                [&](const Snapshot& snapshot) { message = snapshot.message; });
        QSignalSpy started(m_session.get(), &Session::runStarted);
        m_session->start(config);
        QTRY_COMPARE_WITH_TIMEOUT(started.count(), 1, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Ready, kPatience);
        const std::int64_t ended = m_session->checkpoint()->epoch;
        QVERIFY(ended < 4);
        QVERIFY(message.find("after epoch " + std::to_string(ended)) != std::string::npos);
        config.epochs = ended + 2;
        config.patience = 0;
        m_session->goOn(config);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Ready, kPatience);
        QCOMPARE(m_session->checkpoint()->epoch, config.epochs);
    }

    void savesWhileTraining() {
        load("shapes");
        const QString kept = m_folder->filePath("last-run.safetensors");
        m_session->keepRunIn(kept, m_folder->filePath("before"), 0.05);
        m_session->start(smallRun(1'000'000));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(kept), kPatience);
        QSignalSpy saved(m_session.get(), &Session::checkpointSaved);
        const QString file = m_folder->filePath("asked.safetensors");
        m_session->saveCheckpoint(file);
        const auto wasSaved = [&] {
            return std::ranges::any_of(saved,
                                       [&](const auto& call) { return call.at(0).toString() == file; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(wasSaved(), kPatience);
        QVERIFY(m_session->isTraining());
        QVERIFY(loadCheckpoint(file.toStdString()).step > 0);
        m_session->stop();
        QTRY_VERIFY_WITH_TIMEOUT(m_session->state() == State::Ready && !m_session->isSaving(), kPatience);
        QCOMPARE(loadCheckpoint(kept.toStdString()).step, m_session->checkpoint()->step);
    }

    void aFileThatCannotBeWrittenIsNamed() {
        load("shapes");
        run(smallRun(1));
        m_session->saveCheckpoint("/not/there/c.safetensors");
        QTRY_COMPARE_WITH_TIMEOUT(m_problems.size(), 1U, kPatience);
        QVERIFY(m_problems[0].what == Problem::What::NotSaved);
        QVERIFY(m_problems[0].message.contains("/not/there"));
    }

    // The model is there although its images are not; when they are found, the run can go on.
    void aCheckpointOpensWithoutItsImages() {
        const QString images = writeIdx(m_folder->filePath("images"), 100, 6);
        load(images);
        TrainConfig config = smallRun(1);
        config.limit = 0;
        run(config);
        const QString file = m_folder->filePath("c.safetensors");
        QSignalSpy saved(m_session.get(), &Session::checkpointSaved);
        m_session->saveCheckpoint(file);
        QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 1, kPatience);
        QVERIFY(QFile::rename(images, images + "-moved"));

        load("shapes");
        m_session->openCheckpoint(file);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Ready, kPatience);
        QCOMPARE(m_problems.size(), 1U);
        QVERIFY(m_problems[0].what == Problem::What::DataMissing);
        QCOMPARE(m_problems[0].file, images);
        QVERIFY(!m_session->data().train);
        QVERIFY(m_session->decoder().hasWeights());
        QVERIFY(!m_session->canGoOn());

        load(images + "-moved");
        QVERIFY(m_session->canGoOn());
        QCOMPARE(m_problems.size(), 1U);
    }

    void anotherSeedLoadsOtherShapes() {
        load("shapes");
        TrainConfig config = smallRun(1);
        run(config);
        const auto first = m_session->data().train->fingerprint();
        config.seed = 5;
        run(config);
        QVERIFY(m_session->data().train->fingerprint() != first);
        QCOMPARE(m_session->data().train->count(), config.limit);
    }

private:
    // Shapes stay when `file` is refused for a reason that its message holds.
    void expectRefusedData(const QString& file, const QString& reason) {
        load("shapes");
        const auto before = m_session->data().train;
        m_problems.clear();
        m_session->loadData(file);
        QTRY_COMPARE_WITH_TIMEOUT(m_problems.size(), 1U, kPatience);
        QVERIFY(m_problems[0].what == Problem::What::DataNotLoaded);
        QCOMPARE(m_problems[0].file, file);
        QVERIFY2(m_problems[0].message.contains(reason), qPrintable(m_problems[0].message));
        QVERIFY2(m_problems[0].message.contains(file), qPrintable(m_problems[0].message));
        QCOMPARE(m_session->state(), State::Ready);
        QCOMPARE(m_session->data().train, before);
        QCOMPARE(m_session->dataSource(), QString("shapes"));
    }
    void load(const QString& source) {
        m_session->loadData(source);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Ready, kPatience);
        QCOMPARE(m_session->dataSource(), source);
    }
    // To its end.
    void run(const TrainConfig& config) {
        QSignalSpy started(m_session.get(), &Session::runStarted);
        m_session->start(config);
        QTRY_COMPARE_WITH_TIMEOUT(started.count(), 1, kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->state(), State::Ready, kPatience);
        QCOMPARE(m_session->checkpoint()->epoch, config.epochs);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Session> m_session;
    std::vector<Problem> m_problems;
};

QTEST_GUILESS_MAIN(SessionTest)
#include "SessionTest.moc"
