// A small panel at the button that saves: how large and how smooth pictures are written, and of an animation
// how fast and how often it plays. What was chosen last is remembered. Owned by who saves; UI thread.
#pragma once

#include "core/io/Animation.h"
#include "ui/Settings.h"

#include <QFrame>
#include <QSize>

#include <functional>

class QButtonGroup;
class QLabel;
class QSlider;
class QSpinBox;

namespace latentscape {

class SavePanel : public QFrame {
    Q_OBJECT

public:
    enum class What { Pictures, Animation };

    SavePanel(What what, QWidget* parent);

    // How many pixels the file will have when each is drawn so many times as large.
    using SizeAt = std::function<QSize(int factor)>;
    // Opens it. `frames` of an animation.
    void ask(const QString& title, SizeAt sizeAt, std::int64_t frames = 1);

    AnimationOptions options() const;

signals:
    void accepted();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeSize();
    QWidget* makeSpeed();
    QWidget* makeChoice(const char* objectName, const QString& name, const QStringList& words,
                        const QStringList& tips, QButtonGroup* buttons);
    QWidget* makeButtons();
    void restore();
    void remember();
    bool isLarge() const; // as it is
    void describe();
    void popUp();

    const What m_what;
    SizeAt m_sizeAt;
    std::int64_t m_frames = 1;
    Settings m_settings;

    QLabel* m_title;
    QSlider* m_factor;
    QLabel* m_factorWords;
    QLabel* m_pixels;
    QButtonGroup* m_edges;
    QSpinBox* m_speed;
    QLabel* m_seconds;
    QButtonGroup* m_loop;
};

} // namespace latentscape
