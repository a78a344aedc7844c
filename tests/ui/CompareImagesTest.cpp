// Whose images Compare shows: of the training, one's own, dropped ones.
#include "core/io/ImageExport.h"
#include "tests/ui/CompareFixture.h"
#include "tests/ui/IdxFiles.h"

#include <QDir>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace latentscape;

class CompareImagesTest : public QObject, private CompareFixture {
    Q_OBJECT

private slots:
    void init() { showView(); }
    void cleanup() { closeView(); }

    void trainingImagesCanBeLookedAt() {
        LoadedData loaded{tinyImages(40), tinyImages(20)};
        open(loaded, tinyModel());
        QTRY_VERIFY(place().endsWith(" 20"));
        choose("compareSource", 1);
        QVERIFY(place().endsWith(" 40"));
        QTRY_VERIFY(!figures().isEmpty());
        QVERIFY(find<QLabel>("histogramCaption")->text().contains("40 training images"));
        QSignalSpy explore(m_view.get(), &CompareView::exploreRequested);
        QTRY_VERIFY(stage()->shownCount() > 0);
        QTest::mouseClick(stage(), Qt::LeftButton, {}, stage()->imageRect(0).center().toPoint());
        QCOMPARE(explore.size(), 1);
        QCOMPARE(explore[0][0].value<std::shared_ptr<const Dataset>>(), loaded.train);
    }

    void ownPicturesAreDecodedAsTheModelWants() {
        open(20);
        QVERIFY(!choice("compareSource", 2)->isEnabled());
        QTemporaryDir folder;
        writePicture(folder.filePath("a.png"), 200);
        writePicture(folder.filePath("b.png"), 100);
        m_view->openOwnPictures({folder.path()});
        QTRY_VERIFY(place().endsWith(" 2"));
        QCOMPARE(find<ChoiceLink>("compareSource")->current(), 2);
        choose("compareOrder", 2);
        QTRY_COMPARE(stage()->shownCount(), 6);
        QTRY_COMPARE(static_cast<int>(stage()->images()->at(0).pixels[0]), 200);
        QCOMPARE(stage()->images()->at(0).shape, tinyModel().image);
        // A model of other images is shown them in its own form.
        ModelConfig other = tinyModel();
        other.image = {3, 8, 8};
        m_decoder->setModel(other);
        m_decoder->setWeights(tinyWeights(1, other));
        QTRY_VERIFY(stage()->shownCount() == 6 && stage()->images()->at(0).shape == other.image);
        choose("compareSource", 0);
        QVERIFY(place().endsWith(" 20"));
    }

    void picturesCanBeDropped() {
        open(20);
        QTemporaryDir folder;
        writePicture(folder.filePath("a.png"), 200);
        QVERIFY(!drop({folder.filePath("checkpoint.safetensors")})); // the window opens that
        QVERIFY(drop({folder.filePath("a.png")}));
        QTRY_VERIFY(place().endsWith(" 1"));
    }

    void aFolderWithADataSetOrARunIsLeftToTheWindow() {
        open(20);
        QTemporaryDir folder;
        writePicture(folder.filePath("losses.png"), 200);
        QVERIFY(QDir(folder.path()).mkdir("run"));
        QVERIFY(drop({folder.path()}));
        QVERIFY(QFile::copy(folder.filePath("losses.png"), folder.filePath("checkpoint.safetensors")));
        QVERIFY(!drop({folder.path()}));
        writeIdx(folder.filePath("run/train-images-idx3-ubyte"), 2, 8);
        QVERIFY(!drop({folder.filePath("run")}));
    }

    void whatIsNoPictureIsExplained() {
        open(20);
        QTemporaryDir folder;
        m_view->openOwnPictures({folder.path()});
        QTRY_VERIFY(problem()->isVisible());
        QVERIFY(problem()->text().contains("no pictures were found"));
        QVERIFY(place().endsWith(" 20"));
    }

    void aPictureOfOursLeadsBackToItsPoint() {
        open(6);
        Provenance made;
        made.weights = "01234567";
        made.dimensions = 2;
        made.latents = {1, 2};
        const QTemporaryDir folder;
        const QString file = folder.filePath("made.png");
        saveImages(file.toStdString(), {Image{{1, 1, 1}, {9}}}, 1, {}, &made);
        QSignalSpy dropped(m_view.get(), &CompareView::recordDropped);
        QVERIFY(drop({file}));
        QCOMPARE(dropped.size(), 1);
        QCOMPARE(dropped[0][0].toString(), file);
    }

private:
    static void writePicture(const QString& file, int grey) {
        QImage image(12, 12, QImage::Format_RGB32);
        image.fill(QColor(grey, grey, grey));
        image.save(file);
    }
    // Whether the view takes them.
    bool drop(const QStringList& files) {
        QMimeData mime;
        QList<QUrl> urls;
        for (const QString& file : files) {
            urls.append(QUrl::fromLocalFile(file));
        }
        mime.setUrls(urls);
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(m_view.get(), &enter);
        if (enter.isAccepted()) {
            QDropEvent event(QPointF(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(m_view.get(), &event);
        }
        return enter.isAccepted();
    }
};

QTEST_MAIN(CompareImagesTest)
#include "CompareImagesTest.moc"
