// Explore's page for a picture of one's own: drawn, opened, pasted or dropped. It is brought
// to the form of the model's images and given out to be encoded. UI thread.
#pragma once

#include "core/data/ImageForm.h"
#include "core/models/ModelConfig.h"
#include "ui/LatestTask.h"

#include <QWidget>

#include <vector>

class QImage;
class QLabel;
class QToolButton;

namespace latentscape {

class DrawCanvas;
class ImageStage;

class OwnPicturePage : public QWidget {
    Q_OBJECT

public:
    explicit OwnPicturePage(QWidget* parent = nullptr);

    std::vector<QWidget*> links() const; // for the header of the card that shows the page
    void setModel(const ModelConfig& model, Fit fit);
    void showOutcome(const QString& words); // of encoding it

public slots:
    void open(const QString& file);
    void takePicture(const QImage& picture);
    bool paste(); // what is on the clipboard, if it is a picture

signals:
    void pictureMade(const latentscape::Image& picture); // of the model's form

private:
    QWidget* makeTools();
    QWidget* makeColours();
    void chooseFile();
    void take(std::function<Image()> make);
    void use(const Image& picture);

    ImageShape m_shape;
    Fit m_fit = Fit::Crop;
    bool m_searches = false; // a GAN looks for the latent, which takes a moment
    DrawCanvas* m_canvas;
    QWidget* m_colours;
    ImageStage* m_seen;
    QLabel* m_note;
    QToolButton* m_open;
    QToolButton* m_paste;
    QToolButton* m_clear;
    LatestTask m_task;
};

} // namespace latentscape
