// A latent under the hand: mouse, wheel, keys and typing all set it, what is read is what it is, and a screen
// reader is told.
#include "ui/LatentSlider.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace latentscape;

class LatentSliderTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        QLocale::setDefault(QLocale::c());
        m_slider = std::make_unique<LatentSlider>(3);
        m_slider->resize(300, 30);
        m_slider->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_slider.get()));
    }
    void cleanup() { m_slider.reset(); }

    void theMouseDragsAndDoubleClickSetsZero() {
        QSignalSpy moved(m_slider.get(), &QSlider::valueChanged);
        QTest::mousePress(m_slider.get(), Qt::LeftButton, {}, {60, 13});
        QVERIFY(m_slider->latent() < -1);
        QTest::mouseMove(m_slider.get(), {200, 13});
        QVERIFY(m_slider->latent() > 0.5F);
        QCOMPARE(moved.size(), 2);
        QTest::mouseMove(m_slider.get(), {1000, 13});
        QCOMPARE(m_slider->latent(), 3.0F);
        QTest::mouseRelease(m_slider.get(), Qt::LeftButton, {}, {1000, 13});
        QTest::mouseDClick(m_slider.get(), Qt::LeftButton, {}, {100, 13});
        QCOMPARE(m_slider->latent(), 0.0F);
    }

    void arrowsAndWheelMoveFinelyAndWithShiftCoarsely() {
        QTest::keyClick(m_slider.get(), Qt::Key_Right);
        QCOMPARE(m_slider->latent(), 0.05F);
        QTest::keyClick(m_slider.get(), Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(m_slider->latent(), 0.55F);
        QTest::keyClick(m_slider.get(), Qt::Key_Left);
        QCOMPARE(m_slider->latent(), 0.5F);
        wheel(-120, Qt::ShiftModifier);
        QCOMPARE(m_slider->latent(), 0.0F);
        wheel(60); // a touchpad's half notches add up
        QCOMPARE(m_slider->latent(), 0.0F);
        wheel(60);
        QCOMPARE(m_slider->latent(), 0.05F);
        QTest::keyClick(m_slider.get(), Qt::Key_Delete);
        QCOMPARE(m_slider->latent(), 0.0F);
    }

    void inAListThatScrollsTheWheelNeedsTheFocus() {
        m_slider->setWheelNeedsFocus(true);
        m_slider->clearFocus();
        QVERIFY(!wheel(120));
        QCOMPARE(m_slider->latent(), 0.0F);
        m_slider->activateWindow();
        m_slider->setFocus();
        QTRY_VERIFY(m_slider->hasFocus());
        QVERIFY(wheel(120));
        QCOMPARE(m_slider->latent(), 0.05F);
    }

    void aNumberCanBeTyped() {
        QTest::keyClicks(m_slider.get(), "1");
        QTest::keyClicks(editor(), ".25");
        QTest::keyClick(editor(), Qt::Key_Return);
        QCOMPARE(m_slider->latent(), 1.25F);
        m_slider->editValue();
        editor()->setText("nonsense");
        QTest::keyClick(editor(), Qt::Key_Return);
        QCOMPARE(m_slider->latent(), 1.25F);
        m_slider->editValue();
        editor()->setText("2");
        QTest::keyClick(editor(), Qt::Key_Escape);
        QCOMPARE(m_slider->latent(), 1.25F);
    }

    void farValuesLengthenTheTrackUpToItsEnd() {
        m_slider->setLatent(4.5F);
        QCOMPARE(m_slider->limit(), 5);
        QCOMPARE(m_slider->latent(), 4.5F);
        m_slider->setLatent(-99);
        QCOMPARE(m_slider->latent(), -10.0F);
    }

    void itSaysWhatItIs() {
        QVERIFY(m_slider->accessibleName().contains("z3"));
        m_slider->setKl(0.75F, 0.5F, false);
        m_slider->setLatent(-0.5F);
        QVERIFY(m_slider->accessibleDescription().contains("-0.50"));
        QVERIFY(m_slider->accessibleDescription().contains("0.750"));
        QVERIFY(!m_slider->isDead());
        const QImage alive = m_slider->grab().toImage();
        m_slider->setKl(0, 0, true);
        QVERIFY(m_slider->accessibleDescription().contains("dead"));
        QVERIFY(m_slider->grab().toImage() != alive); // it fades
        QVERIFY(m_slider->isEnabled());               // but can be tried
    }

private:
    QLineEdit* editor() const { return m_slider->findChild<QLineEdit*>("latent3Value"); }
    bool wheel(int eighths, Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event({10, 10}, m_slider->mapToGlobal(QPointF(10, 10)), {}, {0, eighths}, Qt::NoButton,
                          modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_slider.get(), &event);
        return event.isAccepted();
    }

    std::unique_ptr<LatentSlider> m_slider;
};

QTEST_MAIN(LatentSliderTest)
#include "LatentSliderTest.moc"
