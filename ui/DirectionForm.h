// Makes a direction of one's own: images that have more of something, images that have less, and a name.
// UI thread.
#pragma once

#include "core/data/Dataset.h"

#include <QWidget>

#include <array>
#include <memory>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;

namespace latentscape {

class ImagePicker;
class ImageStage;

class DirectionForm : public QWidget {
    Q_OBJECT

public:
    explicit DirectionForm(QWidget* parent = nullptr);

    void setImages(std::shared_ptr<const Dataset> images); // to choose from; may be null
    void begin();
    void showProblem(const QString& message);

signals:
    void accepted(const QString& name, const std::vector<std::uint32_t>& more,
                  const std::vector<std::uint32_t>& less);
    void cancelled();

private:
    struct Side {
        std::vector<std::uint32_t> chosen;
        ImageStage* stage = nullptr;
        QPushButton* add = nullptr;
    };

    QWidget* makeSide(Side& side, const char* name, const QString& title, const QString& tip,
                      const QString& words);
    void show(Side& side);
    void follow();

    std::shared_ptr<const Dataset> m_images;
    QLineEdit* m_name;
    std::array<Side, 2> m_sides; // more, less
    Side* m_adding = nullptr;
    QPushButton* m_accept;
    QLabel* m_problem;
    ImagePicker* m_picker;
};

} // namespace latentscape
