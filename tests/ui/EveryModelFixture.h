// For tests of a view with every kind of model: VAE and GAN, grey and colour, 2 and 256 dimensions. Each is
// trained in the window for a moment, on pictures made here.
#pragma once

#include "core/train/UserPresets.h"
#include "tests/ui/Saving.h"
#include "tests/ui/WindowFixture.h"
#include "ui/SetupPanel.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QComboBox>
#include <QFileDialog>
#include <QImage>

namespace latentscape {

class EveryModelFixture : protected WindowFixture {
protected:
    static constexpr int kPictures = 200;
    static constexpr int kLong = 20000; // ms: a GAN looks for the latents of some images

    static void addModels() {
        QTest::addColumn<bool>("gan");
        QTest::addColumn<bool>("colour");
        QTest::addColumn<int>("latent");
        for (const bool gan : {false, true}) {
            for (const bool colour : {false, true}) {
                for (const int latent : {2, 256}) {
                    QTest::addRow("%s, %s, %d dimensions", gan ? "GAN" : "VAE", colour ? "colour" : "grey",
                                  latent)
                        << gan << colour << latent;
                }
            }
        }
    }

    // Of the row of the test.
    void openModel() {
        QFETCH(bool, gan);
        QFETCH(bool, colour);
        QFETCH(int, latent);
        openModel(gan, colour, latent);
    }
    void openModel(bool gan, bool colour, int latent, bool conditional = false) {
        openHome();
        qputenv("XDG_CACHE_HOME", m_home->path().toUtf8());
        m_window->resize(1280, 720);
        makePictures(colour);
        load(inHome("pictures"));
        auto* setup = m_window->findChild<SetupPanel*>();
        TrainConfig config = openPreset(gan ? "gan-dense" : "dense-400").config;
        config.data = setup->config().data;
        if (gan) {
            config.model.decoder = {{"dense", {{"units", 16}}}, {"relu"}, {"dense", {{"units", kLikeImage}}}};
            config.model.encoder = {{"dense", {{"units", 16}}}, {"leaky_relu"}};
        } else {
            setDenseWidths(config.model, {16});
        }
        config.model.latent = latent;
        config.conditional = conditional;
        config.batch = 32;
        config.epochs = 2;
        setup->setConfig(config);
        trigger("startRun");
        QTRY_VERIFY(m_window->session().checkpoint());
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        QCOMPARE(m_window->session().config().model.latent, latent);
        QCOMPARE(m_window->session().config().model.image.channels, colour ? 3 : 1);
    }

    void press(const char* button) { QTest::mouseClick(find<QAbstractButton>(button), Qt::LeftButton); }

    // Answers what saving asks: the panel, then the file dialog.
    void saveAs(const QString& name) {
        QTRY_VERIFY(openSavePanel(*m_window));
        QVERIFY(passSavePanel(*m_window));
        QTRY_VERIFY(m_window->findChild<QFileDialog*>("saveDialog"));
        auto* dialog = find<QFileDialog>("saveDialog");
        dialog->selectFile(inHome(name));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_VERIFY(QFile::exists(inHome(name)));
        QTRY_VERIFY(!m_window->findChild<QFileDialog*>("saveDialog"));
    }

    // What is seen in the view but can't be used, and does not say what it is and why.
    static QString unexplained(const QWidget& view) {
        QString names;
        for (const QWidget* widget : view.findChildren<QWidget*>()) {
            const bool isControl =
                qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
                qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QAbstractSlider*>(widget);
            if (isControl && widget->isVisible() && !widget->isEnabled() && widget->toolTip().isEmpty()) {
                names += widget->objectName() + ' ';
            }
        }
        return names;
    }

private:
    // Two classes, each a folder: a bright half at the left, or at the top.
    void makePictures(bool colour) const {
        for (int i = 0; i < kPictures; ++i) {
            const QString folder = inHome(i % 2 ? "pictures/left" : "pictures/top");
            QDir().mkpath(folder);
            QImage image(8, 8, colour ? QImage::Format_RGB32 : QImage::Format_Grayscale8);
            image.fill(Qt::black);
            for (int y = 0; y < 8; ++y) {
                for (int x = 0; x < 8; ++x) {
                    if ((i % 2 ? x : y) < 2 + i % 5) {
                        image.setPixelColor(x, y,
                                            colour ? QColor(250 - i, 60, 40 + i) : QColor(Qt::lightGray));
                    }
                }
            }
            image.save(QStringLiteral("%1/%2.png").arg(folder).arg(i));
        }
    }
};

} // namespace latentscape
