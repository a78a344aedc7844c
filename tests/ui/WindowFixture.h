// For tests of the whole window: opens it with a home of its own, where nothing was kept before, and does
// what a user does.
#pragma once

#include "tests/ui/ChildOf.h"
#include "tests/ui/IdxFiles.h"
#include "ui/LossPlot.h"
#include "ui/MainWindow.h"
#include "ui/MessageStrip.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QImage>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace latentscape {

using State = Session::State;

class WindowFixture {
protected:
    void openHome() {
        QCoreApplication::setOrganizationName("latentscape");
        QCoreApplication::setApplicationName("latentscape");
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", m_home->path().toUtf8());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home->path());
        QSettings().setValue(Settings::kWelcomed, true); // it is not the first start
        openWindow();
    }
    void openWindow() {
        m_window.reset();
        m_window = std::make_unique<MainWindow>();
        m_window->show();
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        QTRY_VERIFY(m_window->session().data().train);
    }
    void reopenWindow() {
        m_window->close();
        openWindow();
    }

    template <typename T> T* find(const char* name) const { return childOf<T>(*m_window, name); }
    QAction* action(const char* name) const { return find<QAction>(name); }
    void trigger(const char* name) const { action(name)->trigger(); }
    MessageStrip* strip() const { return find<MessageStrip>("messageStrip"); }
    QString inHome(const QString& name) const { return m_home->filePath(name); }
    QString keptRun() const { return inHome("latentscape/last-run.safetensors"); }
    // Sixty grey images of 5x5 in a file of that name.
    QString images(const QString& name = "images") const { return writeIdx(inHome(name), 60, 5); }

    void load(const QString& source) {
        m_window->open(source);
        QTRY_COMPARE(m_window->session().dataSource(), source);
        QTRY_COMPARE(m_window->session().state(), State::Ready);
    }
    void train() {
        find<QAbstractSpinBox>("epochs")->setProperty("value", 100000);
        trigger("startRun");
        QTRY_VERIFY(find<LossPlot>("lossPlot")->pointCount() > 0);
    }
    void stop() {
        m_window->session().stop();
        QTRY_COMPARE(m_window->session().state(), State::Ready);
        QTRY_VERIFY(!m_window->session().isSaving());
    }
    // A short run, stopped and saved.
    QString saveRun(const QString& name) {
        train();
        stop();
        m_window->session().saveCheckpoint(inHome(name));
        [&] { QTRY_VERIFY(!m_window->session().isSaving()); }();
        return inHome(name);
    }

    // Does `act`, which brings up a file dialog, and answers that with the file.
    template <typename Act> void chooseFile(const QString& file, const Act& act) {
        bool answered = false;
        QTimer look;
        QObject::connect(&look, &QTimer::timeout, &look, [&] {
            for (QWidget* widget : QApplication::topLevelWidgets()) {
                auto* dialog = qobject_cast<QFileDialog*>(widget);
                if (dialog && dialog->isVisible()) {
                    look.stop();
                    dialog->findChild<QLineEdit*>("fileNameEdit")->setText(QDir::toNativeSeparators(file));
                    QMetaObject::invokeMethod(dialog, "accept");
                    answered = true;
                    return;
                }
            }
        });
        look.start(10);
        act();
        QTRY_VERIFY(answered);
    }
    void chooseFile(const QString& file, const char* actionName) {
        chooseFile(file, [&] { trigger(actionName); });
    }

    void hover(const QMimeData& mime) {
        QDragEnterEvent event({100, 100}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &event);
        QVERIFY(event.isAccepted());
    }
    void drop(const QMimeData& mime) {
        hover(mime);
        QDropEvent event({100, 100}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &event);
    }
    void hover(const QList<QUrl>& urls) {
        QMimeData mime;
        mime.setUrls(urls);
        hover(mime);
    }
    void drop(const QList<QUrl>& urls) {
        QMimeData mime;
        mime.setUrls(urls);
        drop(mime);
    }
    void drop(const QImage& picture) { // as a browser does
        QMimeData mime;
        mime.setUrls({QUrl("https://example.org/picture.png")});
        mime.setImageData(picture);
        drop(mime);
    }
    void drop(const QString& path) { drop(QList<QUrl>{QUrl::fromLocalFile(path)}); }

    QList<QAction*> recent() const {
        auto* menu = find<QMenu>("recentMenu");
        emit menu->aboutToShow();
        return menu->findChildren<QAction*>("recentFile");
    }
    QStringList recentPaths() const {
        QStringList paths;
        for (const QAction* entry : recent()) {
            paths.append(entry->toolTip());
        }
        return paths;
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace latentscape
