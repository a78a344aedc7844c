// Pictures stand on the stage at whole factors, none is lost or distorted, and they can be picked with the
// mouse and with keys.
#include "ui/ImageStage.h"

#include <QSignalSpy>
#include <QTest>

using namespace latentscape;

namespace {

std::shared_ptr<const std::vector<Image>> pictures(int count, ImageShape shape = {1, 4, 4}) {
    auto images = std::make_shared<std::vector<Image>>();
    for (int i = 0; i < count; ++i) {
        Image image{shape, {}};
        for (int p = 0; p < shape.pixels(); ++p) {
            image.pixels.push_back(static_cast<std::uint8_t>(20 * i + p));
        }
        images->push_back(std::move(image));
    }
    return images;
}

} // namespace

class ImageStageTest : public QObject {
    Q_OBJECT

private slots:
    void greyAndColourKeepTheirPixels() {
        const QImage grey = toQImage({{1, 2, 3}, {0, 1, 2, 3, 4, 250}});
        QCOMPARE(grey.size(), QSize(3, 2));
        QCOMPARE(qGray(grey.pixel(2, 1)), 250);
        const QImage colour = toQImage({{3, 1, 2}, {1, 2, 3, 4, 5, 6}});
        QCOMPARE(colour.pixel(0, 0), qRgb(1, 2, 3));
        QCOMPARE(colour.pixel(1, 0), qRgb(4, 5, 6));
    }

    void oneFillsTheStageByAWholeFactorWithEveryPixelTrue() {
        ImageStage stage;
        stage.resize(103, 103);
        const auto images = pictures(1);
        stage.setImages(images);
        QCOMPARE(stage.imageRect(0).size(), QSizeF(96, 96)); // 24 times 4, and two pixels around
        const QImage shot = stage.grab().toImage();
        const QPoint corner = stage.imageRect(0).topLeft().toPoint();
        for (int y = 0; y < 96; ++y) {
            for (int x = 0; x < 96; ++x) {
                const int expected = images->front().pixels[static_cast<std::size_t>(y / 24 * 4 + x / 24)];
                QCOMPARE(qGray(shot.pixel(corner + QPoint(x, y))), expected);
            }
        }
    }

    void moreRoomMakesThemLargerThenLetsMoreIn() {
        ImageStage stage;
        stage.show();
        stage.setMinimumFactor(3);
        stage.setImages(pictures(10));
        stage.resize(45, 31);
        QCOMPARE(stage.imageRect(0).width(), 12.0);
        QCOMPARE(stage.shownCount(), 6);
        stage.resize(200, 100);
        QCOMPARE(stage.shownCount(), 10);
        QVERIFY(stage.imageRect(0).width() > 12);
        QCOMPARE(static_cast<int>(stage.imageRect(0).width()) % 4, 0);
    }

    void withWholeRowsFewerFillTheStageIfThatIsClearlyMore() {
        ImageStage stage;
        stage.show();
        stage.setImages(pictures(64, {1, 28, 28}));
        stage.setMinimumFactor(2);
        stage.setMaximumFactor(6);
        stage.resize(2240, 735);
        QCOMPARE(stage.imageRect(0).width(), 5 * 28.0);
        stage.setWholeRows(true);
        QCOMPARE(stage.imageRect(0).width(), 6 * 28.0);
        QCOMPARE(stage.shownCount(), 13 * 4);
        stage.resize(957, 225); // hardly more: rather the many
        QCOMPARE(stage.imageRect(0).width(), 2 * 28.0);
    }

    void largerOnesAreAtLeastHalfAsMany() {
        ImageStage stage;
        stage.show();
        stage.setImages(pictures(64, {1, 28, 28}));
        stage.setMinimumFactor(2);
        stage.setMaximumFactor(6);
        stage.setWholeRows(true);
        stage.resize(784, 117); // a row of 13, of 9 or of only 6, which would fill the most
        QCOMPARE(stage.shownCount(), 9);
        QCOMPARE(stage.imageRect(0).width(), 3 * 28.0);
    }

    void columnsCanBeWholeStepsWhereSoManyFit() {
        ImageStage stage;
        stage.show();
        stage.setImages(pictures(64, {1, 28, 28}));
        stage.setMinimumFactor(2);
        stage.resize(957, 225); // sixteen fit
        stage.setColumnStep(10);
        QCOMPARE(stage.columnsShown() % 10, 0);
        stage.setColumnStep(3);
        QCOMPARE(stage.columnsShown() % 3, 0);
        stage.setColumnStep(40);
        QVERIFY(stage.columnsShown() > 1);
    }

    void noPictureLeavesTheStageOrMeetsAnother() {
        ImageStage stage;
        stage.show();
        stage.setImages(pictures(17, {1, 3, 5}));
        for (const QSize size :
             {QSize(40, 40), QSize(333, 57), QSize(64, 512), QSize(1, 1), QSize(800, 600)}) {
            for (const int columns : {0, 4, 17}) {
                stage.setColumns(columns);
                stage.resize(size);
                for (int i = 0; i < stage.shownCount(); ++i) {
                    QVERIFY(QRectF(stage.rect()).contains(stage.imageRect(i)));
                    for (int j = 0; j < i; ++j) {
                        QVERIFY(!stage.imageRect(i).intersects(stage.imageRect(j)));
                    }
                }
            }
        }
    }

    void aPictureThatIsTooLargeIsMadeSmaller() {
        ImageStage stage;
        stage.resize(50, 30);
        stage.setImages(pictures(1, {1, 100, 100}));
        QCOMPARE(stage.shownCount(), 1);
        QVERIFY(QRectF(stage.rect()).contains(stage.imageRect(0)));
        QCOMPARE(stage.imageRect(0).width(), stage.imageRect(0).height());
    }

    void severalThatAreTooHighStandInARow() {
        ImageStage stage;
        stage.resize(250, 36);
        stage.setImages(pictures(8, {1, 64, 64}));
        QVERIFY(stage.shownCount() >= 6);
        QVERIFY(QRectF(stage.rect()).contains(stage.imageRect(stage.shownCount() - 1)));
    }

    void withoutPicturesItIsAnEmptyStage() {
        ImageStage stage;
        stage.resize(60, 60);
        stage.setImages(pictures(3));
        stage.setImages(nullptr);
        QCOMPARE(stage.shownCount(), 0);
        QCOMPARE(stage.imageAt({30, 30}), -1);
        QVERIFY(!stage.grab().isNull());
        QVERIFY(stage.imageRect(0).isEmpty());
    }

    void mouseAndKeysPick() {
        ImageStage stage;
        stage.resize(100, 50);
        stage.setColumns(4);
        stage.setImages(pictures(8));
        QCOMPARE(stage.focusPolicy(), Qt::NoFocus);
        QSignalSpy clicked(&stage, &ImageStage::imageClicked);
        QTest::mouseClick(&stage, Qt::LeftButton, {}, stage.imageRect(5).center().toPoint());
        QVERIFY(clicked.isEmpty()); // not until it is clickable
        stage.setClickable(true);
        QVERIFY(stage.focusPolicy() & Qt::TabFocus);
        QTest::mouseClick(&stage, Qt::LeftButton, {}, stage.imageRect(5).center().toPoint());
        QCOMPARE(clicked.takeFirst(), QVariantList{5});
        QTest::keyClick(&stage, Qt::Key_Left);
        QTest::keyClick(&stage, Qt::Key_Up);
        QTest::keyClick(&stage, Qt::Key_Up); // there is none above
        QTest::keyClick(&stage, Qt::Key_Return);
        QCOMPARE(clicked.takeFirst(), QVariantList{0});
        QTest::keyClick(&stage, Qt::Key_End);
        QTest::keyClick(&stage, Qt::Key_Space);
        QCOMPARE(clicked.takeFirst(), QVariantList{7});
        stage.setImages(pictures(2));
        QCOMPARE(stage.current(), 1);
    }

    void theKeyboardsFocusIsSeen() {
        ImageStage stage;
        stage.resize(100, 50);
        stage.setImages(pictures(2));
        stage.setClickable(true);
        stage.setCurrent(1);
        const QImage before = stage.grab().toImage();
        stage.show();
        stage.activateWindow();
        stage.setFocus(Qt::MouseFocusReason);
        QTRY_VERIFY(stage.hasFocus());
        QCOMPARE(stage.grab().toImage(), before); // the hand knows where it is
        stage.clearFocus();
        stage.setFocus(Qt::TabFocusReason);
        QVERIFY(stage.grab().toImage() != before);
    }
};

QTEST_MAIN(ImageStageTest)
#include "ImageStageTest.moc"
