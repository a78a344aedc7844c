// Makes a direction of one's own: pictures that have more of something, pictures that have less, and a name.
// They are images of the data or pictures of the gallery. UI thread.
#pragma once

#include "core/data/Dataset.h"

#include "ui/KeptPictures.h"

#include <QWidget>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;

namespace latentscape {

class ImagePicker;
class ImageStage;

// Of one side.
struct DirectionPictures {
    std::vector<std::uint32_t> images;       // of the data
    std::vector<std::vector<float>> latents; // of the gallery's pictures
};

class DirectionForm : public QWidget {
    Q_OBJECT

public:
    explicit DirectionForm(QWidget* parent = nullptr);

    void setImages(std::shared_ptr<const Dataset> images); // to choose from; may be null
    void setGallery(std::function<std::vector<KeptPicture>()> pictures);
    void begin();
    void showProblem(const QString& message);

signals:
    void accepted(const QString& name, const latentscape::DirectionPictures& more,
                  const latentscape::DirectionPictures& less);
    void cancelled();

private:
    struct Picture {
        Image image;
        std::optional<std::uint32_t> index; // in the data
        std::vector<float> latent;          // else
    };
    struct Side {
        std::vector<Picture> chosen;
        ImageStage* stage = nullptr;
        QPushButton* add = nullptr;
    };

    QWidget* makeSide(Side& side, const char* name, const QString& title, const QString& tip,
                      const QString& words);
    void offer(Side& side);
    void add(Picture picture);
    void show(Side& side);
    void follow();

    std::shared_ptr<const Dataset> m_images;
    std::function<std::vector<KeptPicture>()> m_gallery;
    QLineEdit* m_name;
    std::array<Side, 2> m_sides; // more, less
    Side* m_adding = nullptr;
    QPushButton* m_accept;
    QLabel* m_problem;
    ImagePicker* m_picker;
};

} // namespace latentscape
