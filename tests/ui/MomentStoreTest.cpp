// The kept moments of a run: written as they come, thinned, found again when the run is opened, shared by a
// branch; and what can't be written does not matter to the run.
#include "ui/MomentStore.h"

#include "core/train/Trainer.h"

#include <QDir>
#include <QSignalSpy>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace latentscape;

constexpr int kPatience = 60'000; // ms: each file goes to the disk before the next

class MomentStoreTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_data = loadData("shapes", {.limit = 64});
        m_config.model.image = m_data.train->shape();
        setDenseWidths(m_config.model, {8});
        m_config.model.latent = 3;
        m_config.batch = 16; // four steps an epoch
        m_config.epochs = 3;
        m_config.limit = 64;
        m_config.threads = 1;
        TrainerOptions options;
        options.snapshotInterval = 1e-9;
        options.momentInterval = 1e-9;
        Trainer trainer(m_config, m_data, options);
        TrainConfig changing = m_config;
        trainer.run({}, [&](const Snapshot& snapshot) {
            m_snapshots.push_back(snapshot);
            changing.learningRate *= 0.99f;
            trainer.change(changing); // before which a moment is kept: at each step
        });
    }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<MomentStore>();
        m_store->keepIn(m_folder->path());
    }
    void cleanup() { m_store.reset(); }

    void withoutAFolderNothingIsKept() {
        MomentStore store;
        store.beginRun(m_config, store.nameFor(m_config));
        for (const Snapshot& snapshot : m_snapshots) {
            store.follow(snapshot);
        }
        QVERIFY(store.entries().empty());
        QVERIFY(store.run().isEmpty());
    }

    void eachMomentIsAFileOfTheRun() {
        follow();
        QCOMPARE(steps().front(), 0);
        QCOMPARE(steps().back(), 12);
        QTRY_COMPARE_WITH_TIMEOUT(files().size(), steps().size(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(
            std::ranges::none_of(m_store->entries(), [](const auto& e) { return e.unwritten != nullptr; }),
            kPatience);
        const Checkpoint last = loadCheckpoint(m_store->fileOf(12).toStdString());
        QCOMPARE(last.step, 12);
        QVERIFY(m_store->entry(12)->pictures.reconstructions);
        QCOMPARE(m_store->entry(8)->epoch, 2.0);
        QVERIFY(!m_store->entry(77));
        QCOMPARE(m_store->nearest(1.9)->step, 8);
    }

    void theBestOnHeldOutImagesIsMarked() {
        follow();
        const auto best = std::ranges::find_if(m_store->entries(), &MomentStore::Entry::isBest);
        QVERIFY(best != m_store->entries().end());
        QCOMPARE(best->step % 4, 0); // at the end of an epoch
        QCOMPARE(std::ranges::count_if(m_store->entries(), &MomentStore::Entry::isBest), 1);
    }

    void whatIsTooManyGoesFromTheDiskToo() {
        m_store->keepIn(m_folder->path(), {.count = 4});
        follow();
        QCOMPARE(steps().size(), 4U);
        QCOMPARE(steps().front(), 0);
        QCOMPARE(steps().back(), 12);
        QTRY_COMPARE_WITH_TIMEOUT(files().size(), 4, kPatience);
    }

    void aRunThatIsOpenedFindsItsMoments() {
        follow();
        const std::vector<std::int64_t> before = steps();
        QTRY_COMPARE_WITH_TIMEOUT(files().size(), before.size(), kPatience);
        const QString run = m_store->run();
        QFile broken(m_folder->filePath(run) + "/step-000000099.safetensors.part"); // as a crash leaves it
        QVERIFY(broken.open(QIODevice::WriteOnly));
        Checkpoint last = *m_snapshots.back().checkpoint;
        last.run = run.toStdString();

        m_store = std::make_unique<MomentStore>();
        m_store->keepIn(m_folder->path());
        m_store->openRun(m_config, last, m_data.heldOut);
        QCOMPARE(steps(), before);
        QCOMPARE(m_store->entry(8)->epoch, 2.0);
        QVERIFY(std::ranges::any_of(m_store->entries(), &MomentStore::Entry::isBest));
        QTRY_VERIFY_WITH_TIMEOUT(m_store->entries().back().pictures.samples,
                                 kPatience); // drawn from the file, one after the other
        QCOMPARE(m_store->entries().back().pictures.samples->front().pixels,
                 m_snapshots.back().moments.back().pictures.samples->front().pixels);
        QCOMPARE(m_store->entries().back().pictures.reconstructions->back().pixels,
                 m_snapshots.back().moments.back().pictures.reconstructions->back().pixels);
    }

    void aNameThatIsNoNameOpensNothing() {
        Checkpoint last = *m_snapshots.back().checkpoint;
        for (const char* name : {"../elsewhere", "..", ".", "/tmp", ""}) {
            last.run = name;
            m_store->openRun(m_config, last, nullptr);
            QVERIFY(m_store->run().isEmpty());
        }
    }

    void aBranchSharesWhatWasBeforeAndTheRunKeepsAll() {
        follow();
        const QString run = m_store->run();
        const auto all = static_cast<qsizetype>(steps().size());
        QTRY_COMPARE_WITH_TIMEOUT(files().size(), all, kPatience);
        QVERIFY(m_store->hasLaterThan(8));
        m_store->branchRun(m_config, *momentAt(8));
        QVERIFY(m_store->run() != run);
        QCOMPARE(steps().back(), 8);
        QVERIFY(!m_store->hasLaterThan(8));
        QTRY_COMPARE_WITH_TIMEOUT(files().size(), static_cast<qsizetype>(steps().size()), kPatience);
        QCOMPARE(QDir(m_folder->filePath(run)).entryList(QDir::Files).size(), all);
        QCOMPARE(loadCheckpoint(m_store->fileOf(8).toStdString()).step, 8);
        QCOMPARE(m_store->runs().size(), 2);
        QVERIFY(m_store->lastOf(run).endsWith("12.safetensors"));
    }

    void whatCannotBeLinkedIsCopied() {
        const QTemporaryDir elsewhere(QStringLiteral("/dev/shm/latentscape-XXXXXX"));
        if (!elsewhere.isValid() ||
            QStorageInfo(elsewhere.path()).device() == QStorageInfo(m_folder->path()).device()) {
            QSKIP("there is no other file system");
        }
        follow();
        const auto all = static_cast<qsizetype>(steps().size());
        QTRY_COMPARE_WITH_TIMEOUT(files().size(), all, kPatience);
        QDir run(m_folder->filePath(m_store->run()));
        for (const QString& file : files()) {
            QVERIFY(QFile::copy(run.filePath(file), elsewhere.filePath(file)));
        }
        QVERIFY(run.removeRecursively());
        QVERIFY(QFile::link(elsewhere.path(), run.path()));
        m_store->branchRun(m_config, *momentAt(8));
        QTRY_COMPARE_WITH_TIMEOUT(files().size(), static_cast<qsizetype>(steps().size()), kPatience);
        QCOMPARE(loadCheckpoint(m_store->fileOf(8).toStdString()).step, 8);
        QVERIFY(QDir(m_folder->filePath(m_store->run())).entryList({"*.part"}).isEmpty());
    }

    void aFullDiskIsToldOnceAndNothingElseHappens() {
        QSignalSpy failed(m_store.get(), &MomentStore::failed);
        m_store->beginRun(m_config, m_store->nameFor(m_config));
        QVERIFY(QDir(m_folder->filePath(m_store->run())).removeRecursively());
        for (const Snapshot& snapshot : m_snapshots) {
            m_store->follow(snapshot);
        }
        QTRY_VERIFY_WITH_TIMEOUT(m_store->entries().empty(), kPatience);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(failed.first().first().value<Problem>().what, Problem::What::MomentNotKept);
    }

    void otherLatentsAreDrawnForAll() {
        follow();
        QTRY_VERIFY_WITH_TIMEOUT(
            std::ranges::none_of(m_store->entries(), [](const auto& e) { return e.unwritten != nullptr; }),
            kPatience);
        const auto before = m_store->entries().back().pictures.samples;
        m_store->drawOthers();
        QVERIFY(!m_store->entries().front().pictures.samples);
        QTRY_VERIFY_WITH_TIMEOUT(
            std::ranges::all_of(m_store->entries(),
                                [](const auto& e) { return e.pictures.samples != nullptr; }),
            kPatience);
        QVERIFY(m_store->entries().back().pictures.samples->front().pixels != before->front().pixels);
    }

private:
    void follow() {
        m_store->beginRun(m_config, m_store->nameFor(m_config));
        for (const Snapshot& snapshot : m_snapshots) {
            m_store->follow(snapshot);
        }
    }
    std::vector<std::int64_t> steps() const {
        std::vector<std::int64_t> all;
        for (const MomentStore::Entry& entry : m_store->entries()) {
            all.push_back(entry.step);
        }
        return all;
    }
    QStringList files() const {
        return QDir(m_folder->filePath(m_store->run())).entryList({"*.safetensors"}, QDir::Files);
    }
    std::shared_ptr<const Checkpoint> momentAt(std::int64_t step) const {
        for (const Snapshot& snapshot : m_snapshots) {
            for (const Moment& moment : snapshot.moments) {
                if (moment.checkpoint->step == step) {
                    return moment.checkpoint;
                }
            }
        }
        return nullptr;
    }

    LoadedData m_data;
    TrainConfig m_config;
    std::vector<Snapshot> m_snapshots;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MomentStore> m_store;
};

QTEST_MAIN(MomentStoreTest)
#include "MomentStoreTest.moc"
